package io.github.amlmaven.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Reads the end of a log, whatever its size. */
final class LogTail {
    private static final int LONGEST_BYTES = 16 * 1024;

    private LogTail() {}

    /** The last lines of a text file, without control characters; a link is not followed. */
    static List<String> read(Path log, int lines) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(LONGEST_BYTES);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.position(Math.max(0, channel.size() - LONGEST_BYTES));
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // until the buffer is full or the file ends
            }
        }
        String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8);
        List<String> all =
                Stream.of(text.split("\r?\n", -1)).map(LogTail::printable).toList();
        // What follows the last line end is a line only if there is something.
        all = all.get(all.size() - 1).isEmpty() ? all.subList(0, all.size() - 1) : all;
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** What a terminal would show in the end: a progress bar that returns to the line's beginning is one line. */
    private static String printable(String raw) {
        String line = raw.substring(raw.lastIndexOf('\r') + 1);
        StringBuilder shown = new StringBuilder(line.length());
        line.codePoints().filter(c -> c == '\t' || !Character.isISOControl(c)).forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
