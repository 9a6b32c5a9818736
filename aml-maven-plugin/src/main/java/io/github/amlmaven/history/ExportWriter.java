package io.github.amlmaven.history;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.StoredFile;
import io.github.amlmaven.store.TransferProgress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes objects of a store into one zip, as the files that they are in a {@link FolderStore}, so that an unpacked zip is a
 * store, too. The last entry, {@value #LIST}, says in a first line what it is, and then of each object its name, size and
 * SHA-256.
 */
final class ExportWriter implements Closeable {
    static final String LIST = "aml-export.jsonl";
    static final String FORMAT = "aml-export";
    static final long VERSION = 1;

    private static final int BUFFER = 256 * 1024;

    private final ZipOutputStream zip;
    private final Path list;
    private final OutputStream lines;
    private final TransferProgress progress;
    private long objects;
    private long bytes;

    /** @param list a file that is not there yet, where the list is kept until all of it is known; removed in the end */
    ExportWriter(OutputStream out, Path list, TransferProgress progress) throws IOException {
        this.list = list;
        this.progress = progress;
        PrivateFiles.write(list, new byte[0]);
        this.lines = Files.newOutputStream(list);
        this.zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Adds an object that is not in there yet, and tells what it was. */
    StoredFile add(String name, InputStream content) throws IOException {
        zip.putNextEntry(new ZipEntry(FolderStore.fileName(name)));
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
            zip.write(buffer, 0, n);
            digest.update(buffer, 0, n);
            size += n;
            progress.moved(n);
        }
        zip.closeEntry();
        StoredFile added = new StoredFile(name, size, Sha256.finish(digest));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", name);
        line.put("size", size);
        line.put("sha256", added.sha256());
        lines.write(Json.bytes(line));
        lines.write('\n');
        objects++;
        bytes += size;
        return added;
    }

    /** Adds the list, after which nothing can be added. */
    void finish(ProjectId project, int runs) throws IOException {
        lines.close();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("format", FORMAT);
        header.put("version", VERSION);
        header.put("project", project.path());
        header.put("runs", (long) runs);
        header.put("objects", objects);
        header.put("bytes", bytes);
        zip.putNextEntry(new ZipEntry(LIST));
        zip.write(Json.bytes(header));
        zip.write('\n');
        try (InputStream in = Files.newInputStream(list)) {
            in.transferTo(zip);
        }
        zip.closeEntry();
        zip.finish();
    }

    /** How many objects were added. */
    long objects() {
        return objects;
    }

    /** Without {@link #finish} the zip is of no use. */
    @Override
    public void close() throws IOException {
        try (lines) {
            zip.close();
        } finally {
            Files.deleteIfExists(list);
        }
    }
}
