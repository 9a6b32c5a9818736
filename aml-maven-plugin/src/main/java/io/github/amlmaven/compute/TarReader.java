package io.github.amlmaven.compute;

import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar that may say anything: ustar, PAX and GNU's long names, as engines write them. Memory stays bounded whatever
 * the tar claims, and what is no tar ends in an {@link IOException}.
 */
final class TarReader {
    static final String DAMAGED = "the archive from the Docker engine is damaged: ";

    private static final int BLOCK = TarHeader.BLOCK;
    private static final int BUFFER = 128 * 1024;
    /** The longest headers that are kept: extended attributes of a file may be in them, and nothing else of that length. */
    private static final int LONGEST_HEADER = 1024 * 1024;
    /** Longer ones are not even read past. */
    private static final int MOST_PASSED = 64 * 1024 * 1024;
    /** Headers that belong to other headers; an engine writes one. */
    private static final int MOST_HEADERS = 16;

    private static final long EARLIEST = -(1L << 33);
    private static final long LATEST = (1L << 33) - 1;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    /** Of the entry. */
    private long left;

    private int padding;

    TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next entry; null at the end. What is left of the one before is read past.
     *
     * @throws IOException when this is no tar, or it ends before its end
     */
    @Nullable
    TarEntry next() throws IOException {
        pass(left);
        pass(padding);
        left = 0;
        padding = 0;
        PaxRecords extended = new PaxRecords();
        for (int headers = 0; headers <= MOST_HEADERS; headers++) {
            byte[] block = block();
            if (isZero(block)) {
                return null;
            }
            checkSum(block);
            char type = (char) (block[156] & 0xff);
            long size = TarNumber.of(block, 124, 12);
            if (type != 'x' && type != 'X' && type != 'g' && type != 'L' && type != 'K') {
                return entry(block, type, size, extended);
            }
            extend(extended, type, header(size));
        }
        throw new IOException(DAMAGED + "more than " + MOST_HEADERS + " headers without a file");
    }

    private static void extend(PaxRecords extended, char type, Optional<byte[]> content) throws IOException {
        if (type == 'g') {
            return; // What is said of all entries at once is said by no engine, and overrides nothing.
        }
        if (content.isEmpty()) {
            extended.tooLong();
        } else if (type == 'L') {
            extended.path = Optional.of(cString(content.get(), 0, content.get().length));
        } else if (type == 'K') {
            extended.target = Optional.of(cString(content.get(), 0, content.get().length));
        } else {
            extended.read(content.get());
        }
    }

    private TarEntry entry(byte[] block, char type, long stated, PaxRecords extended) throws IOException {
        byte[] name = extended.path.orElseGet(() -> name(block));
        byte[] target = extended.target.orElseGet(() -> cString(block, 157, 100));
        long size = extended.size < 0 ? stated : extended.size;
        boolean slash = name.length > 0 && name[name.length - 1] == '/';
        Kind kind = type == 0 && slash ? Kind.FOLDER : kind(type);
        if (kind != Kind.FILE && kind != Kind.UNKNOWN) {
            size = 0;
        }
        if (kind == Kind.FOLDER && slash) {
            name = Arrays.copyOf(name, name.length - 1);
        }
        left = size;
        padding = TarHeader.padding(size);
        long modified = extended.modified == null ? TarNumber.of(block, 136, 12) : extended.modified;
        return new TarEntry(
                extended.unfit ? Kind.UNKNOWN : kind,
                TarName.of(name),
                size,
                (int) TarNumber.of(block, 100, 8) & 0777,
                Math.max(EARLIEST, Math.min(LATEST, modified)),
                TarName.of(target));
    }

    private static Kind kind(char type) {
        return switch (type) {
            case '0', '7', 0 -> Kind.FILE;
            case '1' -> Kind.HARD_LINK;
            case '2' -> Kind.LINK;
            case '3', '4', '6' -> Kind.SPECIAL;
            case '5' -> Kind.FOLDER;
            default -> Kind.UNKNOWN;
        };
    }

    /** The next bytes of the entry, to be used before anything else is asked for; null at its end. */
    @Nullable
    ByteBuffer content() throws IOException {
        if (left == 0) {
            return null;
        }
        if (start == end) {
            fill();
        }
        int count = (int) Math.min(left, end - start);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, start, count);
        start += count;
        left -= count;
        return bytes;
    }

    /** The content of a header; empty when it is too long to be kept. */
    private Optional<byte[]> header(long size) throws IOException {
        if (size > MOST_PASSED) {
            throw new IOException(DAMAGED + "a header claims " + size + " bytes");
        }
        Optional<byte[]> content = Optional.empty();
        if (size > LONGEST_HEADER) {
            pass(size);
        } else {
            content = Optional.of(new byte[(int) size]);
            read(content.get());
        }
        pass(TarHeader.padding(size));
        return content;
    }

    private byte[] block() throws IOException {
        byte[] block = new byte[BLOCK];
        read(block);
        return block;
    }

    private void read(byte[] bytes) throws IOException {
        for (int done = 0; done < bytes.length; ) {
            if (start == end) {
                fill();
            }
            int count = Math.min(bytes.length - done, end - start);
            System.arraycopy(buffer, start, bytes, done, count);
            start += count;
            done += count;
        }
    }

    private void pass(long count) throws IOException {
        for (long todo = count; todo > 0; ) {
            if (start == end) {
                fill();
            }
            int passed = (int) Math.min(todo, end - start);
            start += passed;
            todo -= passed;
        }
    }

    /** Fills the buffer, since files are written in the pieces that are read here. */
    private void fill() throws IOException {
        start = 0;
        end = in.readNBytes(buffer, 0, BUFFER);
        if (end == 0) {
            throw new EOFException(DAMAGED + "it ends in the middle");
        }
    }

    private static byte[] name(byte[] block) {
        byte[] name = cString(block, 0, 100);
        boolean posix = block[257] == 'u' && block[262] == 0; // GNU's has a blank, and no prefix
        byte[] prefix = posix ? cString(block, 345, 155) : new byte[0];
        if (prefix.length == 0) {
            return name;
        }
        byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        whole[prefix.length] = '/';
        System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
        return whole;
    }

    private static byte[] cString(byte[] bytes, int at, int length) {
        int end = at;
        while (end < at + length && bytes[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(bytes, at, end);
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static void checkSum(byte[] block) throws IOException {
        long stated = TarNumber.of(block, 148, 8);
        int sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? 0 : block[i] & 0xff;
        }
        if (sum != stated) {
            throw new IOException(DAMAGED + "a header has the checksum " + stated + ", and not " + sum);
        }
    }
}
