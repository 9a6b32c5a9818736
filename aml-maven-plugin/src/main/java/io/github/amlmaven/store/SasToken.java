package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A shared access signature (SAS): {@code sv=...&sig=...}. */
final class SasToken {
    private SasToken() {}

    static boolean isOne(String text) {
        String token = bare(text);
        return parameters(token).containsKey("sig") && !token.matches("(?s).*[\\s;?#/].*");
    }

    /**
     * The credential that it makes.
     *
     * @param source where it stands
     */
    static BlobCredential of(String text, String source) {
        if (!isOne(text)) {
            throw new AmlException(
                    source + " holds no SAS that could be read: it has no sig=, or more than what stands behind the"
                            + " question mark of a SAS URL",
                    "copy the SAS token whole, from sv= or se= on; quote it in a shell, since it has ampersands");
        }
        String token = bare(text);
        Instant end = end(parameters(token).get("se"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (end != null && end.isBefore(now)) {
            throw new AmlException(
                    source + " holds a SAS that expired at " + end + ", and it is " + now + " now",
                    "make a new one: az storage container generate-sas --account-name <account> --name <container>"
                            + " --permissions rcwl --expiry <time> --https-only");
        }
        return new BlobCredential.Sas(new Secret(token), source);
    }

    private static String bare(String text) {
        String token = text.strip();
        return token.startsWith("?") ? token.substring(1) : token;
    }

    private static Map<String, String> parameters(String token) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : token.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && equals < parameter.length() - 1) {
                parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
            }
        }
        return parameters;
    }

    /** Null when it says none, as one with a stored policy, or none that is understood here: the service decides then. */
    private static @Nullable Instant end(@Nullable String written) {
        if (written == null) {
            return null;
        }
        try {
            String time = URLDecoder.decode(written, StandardCharsets.UTF_8);
            return time.length() <= "2026-11-26".length()
                    ? LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return null;
        }
    }
}
