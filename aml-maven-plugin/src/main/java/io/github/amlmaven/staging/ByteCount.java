package io.github.amlmaven.staging;

/** A number of bytes for a reader: exact, with the round figure beside it where it helps. */
record ByteCount(long bytes) {
    private static final long KILO = 1024;
    private static final long MEGA = KILO * KILO;

    /** The number with separators: {@code 26,214,401}. */
    String grouped() {
        String digits = Long.toString(bytes);
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }

    /** One decimal at most, cut and not rounded, so that what is over a limit never reads as more than it is. */
    String rounded() {
        if (bytes < KILO) {
            return plural();
        }
        long unit = bytes < MEGA ? KILO : MEGA;
        long tenths = bytes / unit * 10 + bytes % unit * 10 / unit;
        String whole = new ByteCount(tenths / 10).grouped();
        return whole + (tenths % 10 == 0 ? "" : "." + tenths % 10) + (unit == KILO ? " KB" : " MB");
    }

    private String plural() {
        return bytes == 1 ? "1 byte" : grouped() + " bytes";
    }

    /** {@code 25 MB (26,214,400 bytes)}; below a KB only the bytes. */
    @Override
    public String toString() {
        return bytes < KILO ? plural() : rounded() + " (" + plural() + ")";
    }
}
