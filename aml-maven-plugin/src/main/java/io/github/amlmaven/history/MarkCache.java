package io.github.amlmaven.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of marks in one file, so that a list opens one file instead of one a mark.
 *
 * <p>Each line is a number, eight digits of CRC-32, and the mark. A file that is stale or damaged costs time and nothing
 * else.
 */
final class MarkCache {
    private static final Logger LOG = LoggerFactory.getLogger(MarkCache.class);

    private final Path file;

    MarkCache(Path folder) {
        this.file = folder.resolve("marks.jsonl");
    }

    SortedMap<Integer, byte[]> read() {
        SortedMap<Integer, byte[]> marks = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] parts = line.split(" ", 3);
                if (parts.length == 3 && parts[0].matches("[0-9]{1,8}")) {
                    byte[] content = parts[2].getBytes(StandardCharsets.UTF_8);
                    if (parts[1].equals(check(content))) {
                        marks.put(Integer.valueOf(parts[0]), content);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no copies of marks yet in {}", file);
        } catch (IOException e) {
            LOG.debug("the copies of the marks cannot be read; lists take longer", e);
        }
        return marks;
    }

    void write(SortedMap<Integer, byte[]> marks) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path next = PrivateFiles.unusedName(folder);
        try {
            PrivateFiles.createFolder(folder);
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (Map.Entry<Integer, byte[]> mark : marks.entrySet()) {
                String head = mark.getKey() + " " + check(mark.getValue()) + " ";
                lines.writeBytes(head.getBytes(StandardCharsets.UTF_8));
                lines.writeBytes(mark.getValue());
                lines.write('\n');
            }
            PrivateFiles.write(next, lines.toByteArray());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.debug("the copies of the marks cannot be kept; lists take longer", e);
        }
    }

    private static String check(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return String.format("%08x", crc.getValue());
    }
}
