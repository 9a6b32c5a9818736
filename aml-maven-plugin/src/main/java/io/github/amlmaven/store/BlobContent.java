package io.github.amlmaven.store;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;

/**
 * What an answer says about a blob.
 *
 * @param size in bytes, of the whole blob
 * @param sha256 of its content; empty when it has no such metadata
 * @param etag of this version of it
 * @param now the time of the answer by the clock of the service, in the form of a header
 * @param written when it was written, by the same clock in the same form
 */
record BlobContent(long size, String sha256, String etag, String now, String written) {
    static final HttpHeaderName METADATA = BlockingHttpClient.header("x-ms-meta-" + BlobListing.SHA256);

    static BlobContent of(HttpResponse response) throws IOException {
        String range = response.getHeaderValue(HttpHeaderName.CONTENT_RANGE);
        String length = range == null
                ? response.getHeaderValue(HttpHeaderName.CONTENT_LENGTH)
                : range.substring(range.indexOf('/') + 1);
        try {
            return new BlobContent(
                    Long.parseLong(String.valueOf(length)),
                    header(response, METADATA),
                    header(response, HttpHeaderName.ETAG),
                    header(response, HttpHeaderName.DATE),
                    header(response, HttpHeaderName.LAST_MODIFIED));
        } catch (NumberFormatException e) {
            throw new IOException("the answer has no size: " + e.getMessage(), e);
        }
    }

    private static String header(HttpResponse response, HttpHeaderName name) {
        return Objects.requireNonNullElse(response.getHeaderValue(name), "");
    }

    /** The time since it was written, to the second. */
    Duration age() throws IOException {
        try {
            Duration age = Duration.between(
                    ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME),
                    ZonedDateTime.parse(now, DateTimeFormatter.RFC_1123_DATE_TIME));
            return age.isNegative() ? Duration.ZERO : age;
        } catch (DateTimeParseException e) {
            throw new IOException("the answer has no time: " + e.getMessage(), e);
        }
    }
}
