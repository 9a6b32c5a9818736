package io.github.amlmaven.compute;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The blocks that stand before a file in a tar: ustar, with a PAX header in front where a name is too long for it or not
 * ASCII.
 */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM = 8;

    private final byte[] block = new byte[BLOCK];

    private TarHeader() {}

    /** The header of an entry that belongs to this user and group in the container. */
    static byte[] of(TarEntry entry, int uid, int gid) {
        byte[] name = bytes(entry.name(), entry.kind() == TarEntry.Kind.FOLDER ? "/" : "");
        byte[] target = bytes(entry.target(), "");
        TarHeader header = new TarHeader();
        boolean nameFits = header.name(name);
        boolean targetFits = header.target(target);
        header.rest(
                type(entry.kind()),
                entry.mode(),
                Integer.toUnsignedLong(uid),
                Integer.toUnsignedLong(gid),
                entry.size(),
                entry.modified());
        if (nameFits && targetFits) {
            return header.block;
        }
        byte[] records = concat(record("path", name), target.length == 0 ? target : record("linkpath", target));
        TarHeader extended = new TarHeader();
        extended.put(0, "pax".getBytes(StandardCharsets.US_ASCII));
        extended.rest('x', 0, 0, 0, records.length, 0);
        return concat(
                concat(extended.block, Arrays.copyOf(records, records.length + padding(records.length))), header.block);
    }

    /** How many zeros bring so many bytes to full blocks. */
    static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private static char type(TarEntry.Kind kind) {
        return switch (kind) {
            case FILE -> '0';
            case FOLDER -> '5';
            case LINK -> '2';
            default -> throw new IllegalArgumentException("no " + kind + " is put into a container");
        };
    }

    private static byte[] bytes(TarName name, String end) {
        return (name.text() + end).getBytes(StandardCharsets.UTF_8);
    }

    private boolean name(byte[] name) {
        int split = name.length <= NAME ? 0 : split(name);
        if (split > 0) {
            System.arraycopy(name, 0, block, PREFIX_AT, split);
            put(0, Arrays.copyOfRange(name, split + 1, name.length));
        } else {
            put(0, Arrays.copyOf(name, Math.min(name.length, NAME)));
        }
        return split >= 0 && isAscii(name);
    }

    /** Where a long name is parted at a slash, so that both parts fit; negative when they cannot. */
    private static int split(byte[] name) {
        for (int i = Math.min(PREFIX, name.length - 2); i > 0 && name.length - i - 1 <= NAME; i--) {
            if (name[i] == '/') {
                return i;
            }
        }
        return -1;
    }

    private boolean target(byte[] target) {
        put(157, Arrays.copyOf(target, Math.min(target.length, NAME)));
        return target.length <= NAME && isAscii(target);
    }

    private void rest(char type, int mode, long uid, long gid, long size, long modified) {
        number(100, 8, mode);
        number(108, 8, uid);
        number(116, 8, gid);
        number(124, 12, size);
        number(136, 12, Math.max(0, modified));
        block[156] = (byte) type;
        put(257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        Arrays.fill(block, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM, (byte) ' ');
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        number(CHECKSUM_AT, CHECKSUM - 1, sum);
    }

    /** In octal digits, or, when they are too many, as the bytes of the number behind a set bit. */
    private void number(int at, int length, long value) {
        long left = value;
        boolean octal = value >>> (3 * (length - 1)) == 0;
        for (int i = at + length - (octal ? 2 : 1); i >= at; i--) {
            block[i] = (byte) (octal ? '0' + (left & 7) : left);
            left = left >>> (octal ? 3 : 8);
        }
        if (octal) {
            block[at + length - 1] = 0;
        } else {
            block[at] |= (byte) 0x80;
        }
    }

    private static byte[] record(String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + Integer.toString(rest).length();
        length = rest + Integer.toString(length).length();
        byte[] start = (length + " " + key + "=").getBytes(StandardCharsets.US_ASCII);
        return concat(concat(start, value), new byte[] {'\n'});
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each <= 0) {
                return false;
            }
        }
        return true;
    }

    private void put(int at, byte[] bytes) {
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
