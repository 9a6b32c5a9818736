package io.github.amlmaven.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A blob of {@link FastBlobServer}.
 *
 * @param content null where it is the pattern
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares these
record FastBlob(long size, Map<String, String> metadata, byte @Nullable [] content) {
    /** One blob is made in the life of a name, so the size tells one from another well enough. */
    String etag() {
        return "\"0x8D" + Long.toHexString(size) + "\"";
    }
}
