package io.github.amlmaven.store;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import reactor.core.publisher.Mono;

/**
 * A token as Microsoft Entra ID gives them, but unsigned: Azurite looks at all of it but the signature. {@code TestAzurite}
 * takes it by HTTPS only, as the SDK sends it by HTTPS only.
 *
 * @param audience whom it is for
 * @param expiry from when on it is refused
 */
record AzuriteToken(String audience, Instant expiry) {
    /** Whom a good one is for. */
    static final String STORAGE = "https://storage.azure.com";

    /** One that is accepted for an hour. */
    static AzuriteToken valid() {
        return new AzuriteToken(STORAGE, Instant.now().plus(1, ChronoUnit.HOURS));
    }

    /** One that is refused for its age. */
    static AzuriteToken expired() {
        return new AzuriteToken(STORAGE, Instant.now().minus(10, ChronoUnit.MINUTES));
    }

    /** One that is refused for being meant for another service. */
    static AzuriteToken forAnother() {
        return new AzuriteToken("https://vault.azure.net", valid().expiry);
    }

    /** What a header says after {@code Bearer}. */
    String text() {
        String claims = "{\"aud\":\"" + audience
                + "\",\"iss\":\"https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/\",\"iat\":"
                + issued() + ",\"nbf\":" + issued() + ",\"exp\":" + expiry.getEpochSecond() + "}";
        return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + part(claims) + "." + part("unsigned");
    }

    /** As the SDK asks for it; says itself that it holds for an hour, so that the service is what refuses it. */
    TokenCredential credential() {
        return request -> Mono.just(
                new AccessToken(text(), Instant.now().plus(1, ChronoUnit.HOURS).atOffset(ZoneOffset.UTC)));
    }

    private long issued() {
        return expiry.minus(2, ChronoUnit.HOURS).getEpochSecond();
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
