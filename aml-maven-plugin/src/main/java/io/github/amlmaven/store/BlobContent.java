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
 * @param age since it was written, by the clock of the service, to the second
 */
record BlobContent(long size, String sha256, String etag, Duration age) {
    static final HttpHeaderName METADATA = BlockingHttpClient.header("x-ms-meta-" + BlobListing.SHA256);

    static BlobContent of(HttpResponse response) throws IOException {
        String range = response.getHeaderValue(HttpHeaderName.CONTENT_RANGE);
        String length = range == null
                ? response.getHeaderValue(HttpHeaderName.CONTENT_LENGTH)
                : range.substring(range.indexOf('/') + 1);
        try {
            return new BlobContent(
                    Long.parseLong(String.valueOf(length)),
                    Objects.requireNonNullElse(response.getHeaderValue(METADATA), ""),
                    Objects.requireNonNullElse(response.getHeaderValue(HttpHeaderName.ETAG), ""),
                    age(response));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IOException("the answer has no size or no time: " + e.getMessage(), e);
        }
    }

    private static Duration age(HttpResponse response) {
        String now = response.getHeaderValue(HttpHeaderName.DATE);
        String written = response.getHeaderValue(HttpHeaderName.LAST_MODIFIED);
        if (now == null || written == null) {
            return Duration.ZERO;
        }
        Duration age = Duration.between(
                ZonedDateTime.parse(written, DateTimeFormatter.RFC_1123_DATE_TIME),
                ZonedDateTime.parse(now, DateTimeFormatter.RFC_1123_DATE_TIME));
        return age.isNegative() ? Duration.ZERO : age;
    }
}
