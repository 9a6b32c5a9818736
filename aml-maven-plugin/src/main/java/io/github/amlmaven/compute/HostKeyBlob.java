package io.github.amlmaven.compute;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** A public key of a computer, as it goes over the wire. */
final class HostKeyBlob {
    private static final int LONGEST_TYPE = 64;

    private final byte[] bytes;
    private final String type;

    /** @throws IllegalArgumentException when it is none */
    HostKeyBlob(byte[] bytes) {
        this.bytes = bytes.clone();
        this.type = type(bytes);
    }

    private static String type(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int length = buffer.remaining() < Integer.BYTES ? 0 : buffer.getInt();
        if (length < 1 || length > LONGEST_TYPE || length > buffer.remaining()) {
            throw new IllegalArgumentException("this is no public key");
        }
        return new String(bytes, Integer.BYTES, length, StandardCharsets.US_ASCII);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Such as {@code ssh-ed25519}. */
    String type() {
        return type;
    }

    /** As {@code known_hosts} has it. */
    String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** {@code SHA256:...}, as {@code ssh-keygen -lf} shows it. */
    String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What people call it: {@code ED25519}, {@code ECDSA} or {@code RSA}. */
    String kind() {
        String name = type.startsWith("ssh-") ? type.substring(4) : type;
        int dash = name.indexOf('-');
        return (dash < 0 ? name : name.substring(0, dash)).toUpperCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostKeyBlob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@code ED25519 SHA256:...}. */
    @Override
    public String toString() {
        return kind() + " " + fingerprint();
    }
}
