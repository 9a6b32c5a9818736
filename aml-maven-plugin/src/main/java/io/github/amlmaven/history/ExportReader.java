package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.StoredFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads a zip that {@link ExportWriter} has written. Nothing that it says is trusted: each object must have the size and
 * SHA-256 of the list, which is read line by line, and nothing else may be in there.
 */
final class ExportReader implements Closeable {
    private static final int BUFFER = 256 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Path file;
    private final ZipFile zip;
    private final InputStream lines;
    private final String project;
    private final long objects;
    private final long bytes;
    private long read;
    private long readBytes;

    /** @throws AmlException when it is no such zip, or a damaged one */
    ExportReader(Path file) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new AmlException("there is no file " + file, "name the zip that aml:export made: -Daml.file=<zip>");
        }
        ZipFile opened = null;
        try {
            opened = new ZipFile(file.toFile());
            ZipEntry list = opened.getEntry(ExportWriter.LIST);
            if (list == null) {
                throw new AmlException(
                        file + " is not a zip that aml:export made: it has no " + ExportWriter.LIST,
                        "name one that it made: mvn aml:export -Daml.all -Daml.file=<zip>");
            }
            zip = opened;
            lines = new BufferedInputStream(opened.getInputStream(list));
            Map<String, @Nullable Object> header = line();
            if (header == null
                    || !ExportWriter.FORMAT.equals(header.get("format"))
                    || !(header.get("version") instanceof Long version)
                    || !(header.get("project") instanceof String named)
                    || !(header.get("objects") instanceof Long count)
                    || !(header.get("bytes") instanceof Long total)) {
                throw damaged(ExportWriter.LIST + " does not say what it is");
            }
            if (version != ExportWriter.VERSION) {
                throw new AmlException(
                        file + " was made by another version of this plugin, in its format " + version,
                        "import it with that version, or one that is newer");
            }
            project = named;
            objects = count;
            bytes = total;
            if (objects != zip.size() - 1L || bytes < 0) {
                throw damaged("it holds " + (zip.size() - 1L) + " objects, and its list names " + objects);
            }
        } catch (IOException e) {
            close(opened, e);
            throw damaged(e);
        } catch (AmlException e) {
            close(opened, e);
            throw e;
        }
    }

    private static void close(@Nullable ZipFile zip, Exception failure) {
        try {
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Whose runs these are, as account, workspace and project name. */
    String project() {
        return project;
    }

    /** How many bytes all objects are together. */
    long bytes() {
        return bytes;
    }

    /** The next object of the list, to be read by {@link #copy}; null after the last. */
    @Nullable
    StoredFile next() {
        Map<String, @Nullable Object> line;
        try {
            line = line();
        } catch (IOException e) {
            throw damaged(e);
        }
        if (line == null) {
            if (read != objects || readBytes != bytes) {
                throw damaged("its list is cut off");
            }
            return null;
        }
        if (!(line.get("name") instanceof String name)
                || !(line.get("size") instanceof Long size)
                || !(line.get("sha256") instanceof String sha256)
                || size < 0
                || size > bytes - readBytes
                || ++read > objects) {
            throw damaged("its list has a line that is wrong");
        }
        if (!ArtifactPath.isSafe(name) || !Layout.isKept(name) || !name.startsWith(project + "/")) {
            throw damaged("it names '" + ArtifactPath.printable(name) + "', which is no object of a history");
        }
        readBytes += size;
        return new StoredFile(name, size, sha256);
    }

    /** Copies an object, of which no byte more is read than the list says it has. */
    void copy(StoredFile object, OutputStream out) throws IOException {
        ZipEntry entry = zip.getEntry(FolderStore.fileName(object.name()));
        if (entry == null) {
            throw damaged(ArtifactPath.printable(object.name()) + " is gone");
        }
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = read(in, buffer); n >= 0 && size <= object.size(); n = read(in, buffer)) {
                size += n;
                digest.update(buffer, 0, n);
                if (size <= object.size()) {
                    out.write(buffer, 0, n);
                }
            }
        }
        if (size != object.size() || !Sha256.finish(digest).equals(object.sha256())) {
            throw damaged(ArtifactPath.printable(object.name()) + " is not what its list says");
        }
    }

    /** Apart from writing, so that a full disk is not taken for a damaged zip. */
    private int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private @Nullable Map<String, @Nullable Object> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = lines.read(); c != '\n'; c = lines.read()) {
            if (c < 0) {
                return line.size() == 0 ? null : Json.parseObject(line.toByteArray(), 0, line.size());
            }
            line.write(c);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("its list has a line that is too long");
            }
        }
        return Json.parseObject(line.toByteArray(), 0, line.size());
    }

    private AmlException damaged(IOException failure) {
        return new AmlException(problem(String.valueOf(failure.getMessage())), remedy(), failure);
    }

    AmlException damaged(String how) {
        return new AmlException(problem(how), remedy());
    }

    private String problem(String how) {
        return file + " is damaged, cut off, or no zip of aml:export: " + how;
    }

    private static String remedy() {
        return "copy it again from where it was made, or make it anew: mvn aml:export";
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
