package io.github.amlmaven.compute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A tar that says whatever a test wants it to say, with right checksums. */
final class TarBytes {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An entry whose header tells the truth of its content. */
    TarBytes file(String name, String content) {
        byte[] bytes = utf8(content);
        return header(utf8(name), '0', octal(bytes.length), "").content(bytes);
    }

    TarBytes folder(String name) {
        return header(utf8(name + "/"), '5', octal(0), "");
    }

    TarBytes link(String name, char type, String target) {
        return header(utf8(name), type, octal(0), target);
    }

    /** An extended header with one record. */
    TarBytes pax(String key, String value) {
        return pax(key, utf8(value));
    }

    TarBytes pax(String key, byte[] value) {
        return extended('x', record(key, value));
    }

    /** A header that belongs to the next one. */
    TarBytes extended(char type, byte[] content) {
        return header(utf8("pax"), type, octal(content.length), "").content(content);
    }

    static byte[] record(String key, byte[] value) {
        int length = key.length() + value.length + 3;
        int digits =
                Integer.toString(length + Integer.toString(length).length()).length();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(utf8(length + digits + " " + key + "="));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    /** A header with that size field, which nothing follows. */
    TarBytes header(byte[] name, char type, byte[] size, String target) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(100, name.length));
        put(block, 100, "0000644");
        put(block, 108, "0000000");
        put(block, 116, "0000000");
        System.arraycopy(size, 0, block, 124, 12);
        put(block, 136, "15301651263");
        block[156] = (byte) type;
        put(block, 157, target.substring(0, Math.min(100, target.length())));
        put(block, 257, "ustar\00000");
        sign(block, 0);
        out.writeBytes(block);
        return this;
    }

    TarBytes content(byte[] content) {
        out.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        return this;
    }

    /** Writes the right checksum into the header that begins there. */
    static void sign(byte[] tar, int at) {
        Arrays.fill(tar, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
            sum += tar[i] & 0xff;
        }
        put(tar, at + 148, String.format("%06o\0 ", sum));
    }

    static byte[] octal(long size) {
        return utf8(String.format("%011o\0", size));
    }

    /** The size as bytes behind a set bit, which can be anything. */
    static byte[] binary(int first, long size) {
        byte[] field = new byte[12];
        for (int i = 0; i < 8; i++) {
            field[11 - i] = (byte) (size >>> (8 * i));
        }
        field[0] = (byte) first;
        return field;
    }

    byte[] open() {
        return out.toByteArray();
    }

    /** The tar with its end. */
    byte[] end() {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(end());
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
