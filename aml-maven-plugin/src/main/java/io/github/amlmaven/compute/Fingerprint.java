package io.github.amlmaven.compute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** A short name for a lot of content, the same for the same content and for no other. */
final class Fingerprint {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest digest = start();

    /** Adds texts; where one ends and the next begins counts too. */
    Fingerprint add(Collection<String> texts) {
        length(texts.size());
        texts.forEach(text -> add(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    Fingerprint add(byte[] content) {
        length(content.length);
        digest.update(content);
        return this;
    }

    Fingerprint add(Path file) throws IOException {
        MessageDigest content = start();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                content.update(buffer, 0, count);
            }
        }
        return add(content.digest());
    }

    /** So many hexadecimal digits, at most 64. */
    String hex(int digits) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, digits);
    }

    private void length(int length) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    }

    private static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
