package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A name as it stands in a tar, which is bytes and not always text.
 *
 * @param text the name; null when its bytes are not valid UTF-8
 * @param shown for people: control characters escaped, bytes that are no text as {@code \}{@code xff}
 */
record TarName(@Nullable String text, String shown) {
    static TarName of(String text) {
        return new TarName(text, ArtifactPath.printable(text));
    }

    static TarName of(byte[] bytes) {
        try {
            // Unlike a String's constructor this refuses what is no text, so that two names never become one.
            return of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return new TarName(null, escaped(bytes));
        }
    }

    private static String escaped(byte[] bytes) {
        StringBuilder shown = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            int code = each & 0xff;
            shown.append(code > ' ' && code < 0x7f ? String.valueOf((char) code) : String.format("\\x%02x", code));
        }
        return shown.toString();
    }
}
