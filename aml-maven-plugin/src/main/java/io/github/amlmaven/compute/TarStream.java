package io.github.amlmaven.compute;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A tar archive, not compressed, of a few files that are read while it is sent; each belongs to root, and all may read it. */
final class TarStream {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private final List<InputStream> parts = new ArrayList<>();

    TarStream add(String name, byte[] content) throws IOException {
        header(name, content.length);
        parts.add(new ByteArrayInputStream(content));
        fill(content.length);
        return this;
    }

    TarStream add(String name, Path file) throws IOException {
        long size = Files.size(file);
        header(name, size);
        parts.add(new SizedFile(file, size));
        fill(size);
        return this;
    }

    /** The whole archive, once. */
    InputStream open() {
        parts.add(new ByteArrayInputStream(new byte[2 * BLOCK]));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private void header(String name, long size) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (path.length > LONGEST_NAME) {
            // As GNU tar does, and all read: the name as the content of an entry of its own.
            out.write(entry("././@LongLink".getBytes(StandardCharsets.US_ASCII), path.length + 1L, 'L'));
            out.write(path);
            out.write(new byte[BLOCK - path.length % BLOCK]);
        }
        out.write(entry(Arrays.copyOf(path, Math.min(path.length, LONGEST_NAME)), size, '0'));
        parts.add(new ByteArrayInputStream(out.toByteArray()));
    }

    private static byte[] entry(byte[] name, long size, char type) {
        byte[] entry = new byte[BLOCK];
        System.arraycopy(name, 0, entry, 0, name.length);
        put(entry, 100, "0000644\0" + "0000000\0" + "0000000\0" + octal(size) + octal(0) + "        " + type);
        put(entry, 257, "ustar  \0");
        int sum = 0;
        for (byte each : entry) {
            sum += each & 0xff;
        }
        put(entry, 148, String.format("%06o\0 ", sum));
        return entry;
    }

    private static String octal(long number) {
        return String.format("%011o\0", number);
    }

    private static void put(byte[] entry, int place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, entry, place, bytes.length);
    }

    private void fill(long size) {
        parts.add(new ByteArrayInputStream(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]));
    }

    /** A file of a promised size, opened when its turn comes. */
    private static final class SizedFile extends InputStream {
        private final Path file;
        private long left;
        private InputStream content = InputStream.nullInputStream();
        private boolean open;

        SizedFile(Path file, long size) {
            this.file = file;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            if (!open) {
                content = Files.newInputStream(file);
                open = true;
            }
            int count = content.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new IOException(file + " has become shorter while it was read");
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
