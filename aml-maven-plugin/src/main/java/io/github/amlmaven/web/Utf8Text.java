package io.github.amlmaven.web;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text in some bytes of UTF-8, with a replacement for what is none.
 *
 * @param bytes how many of them it is; the others are the beginning of a character
 */
record Utf8Text(String text, int bytes) {
    /** @param end whether nothing follows, so that a beginning of a character is no character */
    static Utf8Text of(byte[] bytes, boolean end) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        decoder.decode(in, out, end);
        if (end) {
            decoder.flush(out);
        }
        return new Utf8Text(out.flip().toString(), in.position());
    }
}
