package io.github.amlmaven.store;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Set;

/**
 * Says in words what the service refuses, and what to do about it.
 *
 * @param container its URL
 */
record BlobErrors(String container) {
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final long MOST_SECONDS = 60;
    /** A body that is refused as often as this is not spoiled by the wire. */
    private static final int MOST_SPOILED = 3;

    /**
     * Whether the same request may succeed a little later: the service is busy, or the body that it got is not the one that
     * was sent.
     */
    static boolean mayPass(BlobCall call, HttpResponse response, int attempt) {
        int status = response.getStatusCode();
        return PASSING.contains(status) || (status == 400 && call.body() != null && attempt < MOST_SPOILED);
    }

    /** The service's word for what is wrong; empty when it has none. */
    static String code(HttpResponse response) {
        return Objects.requireNonNullElse(response.getHeaderValue(BlockingHttpClient.header("x-ms-error-code")), "");
    }

    /** How long the service wants to be left alone, in milliseconds. */
    static long retryAfterMillis(HttpResponse response) {
        String seconds = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
        return seconds != null && seconds.matches("[0-9]{1,4}")
                ? Math.min(MOST_SECONDS, Long.parseLong(seconds)) * 1000
                : 0;
    }

    /** A refusal that no retry can mend. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final String code;

        Refused(String message, String code) {
            super(message);
            this.code = code;
        }

        String code() {
            return code;
        }
    }

    /** What an answer that nobody expected means; an {@link AmlException} is thrown. */
    IOException of(BlobCall call, HttpResponse response) {
        int status = response.getStatusCode();
        String code =
                Objects.requireNonNullElse(response.getHeaderValue(BlockingHttpClient.header("x-ms-error-code")), "");
        String what = status + (code.isEmpty() ? "" : " " + code);
        if (status >= 300 && status < 400) {
            throw new AmlException(
                    container + " sends requests elsewhere (" + what + "), which are not followed with a credential",
                    "set aml.store to the address of the storage account itself");
        }
        switch (code) {
            case "ContainerBeingDeleted" ->
                throw new AmlException(
                        "the container at " + container + " is being deleted",
                        "wait a minute and try again, or set aml.store to another container");
            case "AuthorizationFailure",
                    "AuthorizationPermissionMismatch",
                    "AuthorizationProtocolMismatch",
                    "AuthorizationResourceTypeMismatch",
                    "AuthorizationServiceMismatch",
                    "InsufficientAccountPermissions",
                    "AuthorizationSourceIPMismatch",
                    "KeyBasedAuthenticationNotPermitted",
                    "PublicAccessNotPermitted" ->
                throw new AmlException(
                        container + " does not let this credential " + deed(call) + " (" + what + ")",
                        "a SAS needs the permissions rcwl on the container (d, too, for aml:gc) and an end (se) to come, an identity the"
                                + " role 'Storage Blob Data Contributor', and the account's firewall this computer's"
                                + " address; see which credential is used with mvn -X");
            default -> {
                if (status == 401 || status == 403) {
                    throw refusedCredential(response, what);
                }
                return new Refused(
                        container + ": the service refuses to " + deed(call) + " " + call.blob() + ": " + what, code);
            }
        }
    }

    private AmlException refusedCredential(HttpResponse response, String what) {
        Duration apart = clockDifference(response);
        if (apart.abs().compareTo(CLOCKS_DIFFER) > 0) {
            return new AmlException(
                    container + " refuses the credential (" + what + "), and the clock of this computer says "
                            + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                            + " where the service's is "
                            + apart.abs().toMinutes() + " minutes " + (apart.isNegative() ? "behind" : "ahead"),
                    "set the clock: timedatectl set-ntp true");
        }
        return new AmlException(
                container + " refuses the credential (" + what
                        + "): the key is not the account's, or the SAS or token has"
                        + " expired or is for something else",
                "put one that is valid into the <server> of settings.xml, or into AZURE_STORAGE_KEY or"
                        + " AZURE_STORAGE_SAS_TOKEN, or sign in with az login; see which one is used with mvn -X");
    }

    /** How far the service's clock is ahead of this computer's. */
    static Duration clockDifference(HttpResponse response) {
        String date = response.getHeaderValue(HttpHeaderName.DATE);
        try {
            return date == null
                    ? Duration.ZERO
                    : Duration.between(
                            Instant.now(),
                            ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    private static String deed(BlobCall call) {
        return switch (call.method().toString()) {
            case "GET" -> call.query().contains("comp=list") ? "list" : "read";
            case "HEAD" -> "look at";
            case "DELETE" -> "delete";
            default -> "write";
        };
    }

    /** A service that does not answer, or not in a way that can be read. */
    StoreAwayException away(IOException failure) {
        String how = failure instanceof Refused
                ? failure.getMessage()
                : container + " does not answer: " + failure.getClass().getSimpleName() + ", " + failure.getMessage();
        return new StoreAwayException(
                Redaction.withoutSecrets(String.valueOf(how)),
                "see that the network and the address are well; with mvn -o a run is kept on this computer and sent later"
                        + " by mvn aml:sync",
                failure);
    }
}
