package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads an ignore file in git's syntax; what cannot be read is an error, because skipping it would stage too much. */
final class IgnoreFile {
    /** In bytes; a list of patterns is never that long, a file named by mistake may be. */
    private static final int LARGEST = 1024 * 1024;

    private IgnoreFile() {}

    /**
     * The rules of a file.
     *
     * @param shown how the user knows the file: its path seen from the project
     */
    static List<IgnoreRule> read(Path file, String shown) throws IOException {
        byte[] bytes = bytes(file, shown);
        if (bytes.length >= 2 && (bytes[0] & 0xff) + (bytes[1] & 0xff) == 0xff + 0xfe) {
            throw new AmlException(
                    shown + " is UTF-16 text", "save it as UTF-8 (Windows PowerShell's '>' writes UTF-16)");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<IgnoreRule> rules = new ArrayList<>();
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        for (int number = 1; start < text.length(); number++) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(start, stop > start && text.charAt(stop - 1) == '\r' ? stop - 1 : stop);
            start = stop + 1;
            if (!isBlank(line) && line.charAt(0) != '#') {
                rules.add(rule(shown + ":" + number, line));
            }
        }
        return rules;
    }

    private static IgnoreRule rule(String place, String line) {
        if (line.indexOf('\uFFFD') >= 0 || line.indexOf('\0') >= 0) {
            throw new AmlException(place + ": the line is not UTF-8 text", "save the file as UTF-8");
        }
        return IgnoreRule.of(place, line);
    }

    private static boolean isBlank(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(Path file, String shown) throws IOException {
        if (!FileStatus.of(file).is(FileStatus.FILE)) {
            throw new AmlException(
                    shown + " is not a regular file, so what it leaves out is unknown",
                    "put a file with the patterns in its place, or remove it");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new AmlException(
                        shown + " is larger than 1 MB (1,048,576 bytes)", "keep one pattern a line in it, and no data");
            }
            return bytes;
        } catch (AccessDeniedException denied) {
            throw new AmlException(
                    shown + " cannot be read (permission denied), so what it leaves out is unknown",
                    "make it readable: chmod u+r " + shown,
                    denied);
        }
    }
}
