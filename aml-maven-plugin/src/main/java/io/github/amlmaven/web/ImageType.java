package io.github.amlmaven.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** What kind of image begins with some bytes. */
final class ImageType {
    static final String SVG = "image/svg+xml";

    /** So many bytes tell. */
    static final int ENOUGH = 1024;

    private ImageType() {}

    /** The content type of an image; empty when it is none that a browser shows. */
    static Optional<String> of(byte[] begin) {
        if (starts(begin, 0, "\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (starts(begin, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (starts(begin, 0, "GIF87a") || starts(begin, 0, "GIF89a")) {
            return Optional.of("image/gif");
        }
        if (starts(begin, 0, "RIFF") && starts(begin, 8, "WEBP")) {
            return Optional.of("image/webp");
        }
        return isSvg(begin) ? Optional.of(SVG) : Optional.empty();
    }

    private static boolean isSvg(byte[] begin) {
        String text = new String(begin, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        return text.startsWith("<svg")
                || ((text.startsWith("<?xml") || text.startsWith("<!")) && text.contains("<svg"));
    }

    private static boolean starts(byte[] bytes, int offset, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < offset + wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
