package io.github.amlmaven.store;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Which blob is which object: the form of {@link ObjectName}, below the store's place in its container.
 *
 * @param prefix empty, or with a slash at the end
 */
record BlobNames(String prefix) {
    private static final String UNRESERVED = "-._~/";

    String blob(String name) {
        return prefix + ObjectName.encode(name);
    }

    /** What the names of the blobs below a folder begin with. */
    String folder(String name) {
        return name.isEmpty() ? prefix : blob(name) + "/";
    }

    /** The object that a blob is; empty when it is somebody else's. */
    Optional<String> object(String blob) {
        return blob.startsWith(prefix) ? ObjectName.decode(blob.substring(prefix.length())) : Optional.empty();
    }

    /** A name or value as it stands in a URL. */
    static String inUrl(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
