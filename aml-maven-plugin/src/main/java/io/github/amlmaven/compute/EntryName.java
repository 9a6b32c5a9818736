package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The name of an entry as a script made it, which on Linux is bytes and not always text.
 *
 * @param bytes a path of one component
 */
record EntryName(Path bytes) {
    static EntryName of(Path entry) {
        return new EntryName(entry.getFileName());
    }

    /** The name as text; two names that are not {@linkplain #isText text} can be the same here. */
    String text() {
        return bytes.toString();
    }

    /** Whether the text leads back to these bytes: Java puts U+FFFD for what it cannot decode. */
    boolean isText() {
        try {
            return bytes.getFileSystem().getPath(text()).equals(bytes);
        } catch (InvalidPathException e) {
            return false; // the text cannot even be written in the system's character set
        }
    }

    /** Why a name that is not text is not kept, and what to do. */
    static String whyNotText() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return encoding.equals("UTF-8")
                ? "has a name that is not valid UTF-8; rename it in the script"
                : "has a name that is not valid in the character set " + encoding
                        + " of this system; start Maven with LC_ALL=C.UTF-8";
    }

    /** For people: control characters escaped, bytes that are no text as {@code \}{@code xff}, so that names stay apart. */
    String shown() {
        if (isText()) {
            return ArtifactPath.printable(text());
        }
        String path = bytes.toUri().getRawPath();
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        String encoded = path.substring(path.lastIndexOf('/', end - 1) + 1, end);
        StringBuilder shown = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) != '%') {
                shown.append(encoded.charAt(i));
                continue;
            }
            int code = Integer.parseInt(encoded, i + 1, i + 3, 16);
            shown.append(code > ' ' && code < 0x7f ? String.valueOf((char) code) : String.format("\\x%02x", code));
            i += 2;
        }
        return shown.toString();
    }
}
