package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was left in a container, kept in a file of the run directory until the record is written: a line for each output, with
 * its size, its name and the reason. What was no output is only counted.
 */
final class Refusals implements Closeable {
    /** Some hundred thousand of them, and half of what a record has room for. */
    private static final int ROOM = 24 * 1024 * 1024;
    /** What an entry takes in the record beside its words, about. */
    private static final long ENTRY = 160;

    private static final int LAST_LINE = 1024;

    private final RunDirectory directory;
    private final Writer file;
    private long room = ROOM - LAST_LINE;
    private long unnamed;
    private long others;
    private @Nullable String firstOther;

    Refusals(RunDirectory directory) throws IOException {
        this.directory = directory;
        Path path = file(directory);
        Files.deleteIfExists(path);
        Files.createFile(path, RunDirectory.OWNER_ONLY_FILE);
        this.file = Files.newBufferedWriter(path);
    }

    /**
     * Notes that a file or folder is not brought back.
     *
     * @param path below the run folder
     * @param reason to be read after its name
     */
    void add(String path, long size, String reason) throws IOException {
        if (RunPath.isOutput(path)) {
            write(path.startsWith(RunPath.UPLOADS) ? path.substring(RunPath.UPLOADS.length()) : path, size, reason);
        } else {
            others++;
            firstOther = firstOther == null ? ArtifactPath.printable(path + " " + reason) : firstOther;
        }
    }

    /** Notes an entry whose name tells no place in the run folder, or that stands for all of it. */
    void addOdd(String shown, long size, String reason) throws IOException {
        write(shown, size, reason);
    }

    private void write(String path, long size, String reason) throws IOException {
        String line = size + "\t" + ArtifactPath.printable(path) + "\t" + ArtifactPath.printable(reason) + "\n";
        long needed = line.getBytes(StandardCharsets.UTF_8).length + ENTRY;
        if (needed > room) {
            unnamed++;
            return;
        }
        room -= needed;
        file.write(line);
    }

    /** Says how much was too much to be named. */
    void end() throws IOException {
        if (unnamed > 0) {
            room += LAST_LINE;
            write(
                    RunPath.OUTPUTS,
                    0,
                    "holds " + unnamed + " entries more that are not kept, and that are too many to be named");
        }
        if (others > 0) {
            directory.log(others + " entries that are no outputs were left in the container; the first: " + firstOther);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Adds what was written down to what is not kept; a line that is not whole is passed over. */
    static void list(RunDirectory directory, OutputWalk walk) throws IOException {
        Path path = file(directory);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(ROOM); // where there is no container, the script can have put it there
        }
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 3 && parts[0].matches("[0-9]{1,18}")) {
                walk.leave(parts[1], Long.parseLong(parts[0]), parts[2]);
            }
        }
    }

    private static Path file(RunDirectory directory) {
        return directory.root().resolve(".aml-refused");
    }
}
