package io.github.amlmaven.compute;

import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/** Writes a tar of chosen files, one after the other. */
final class RemoteTar {
    private static final int OWNER_ALL = 0700;
    private static final int BUFFER = 128 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];

    RemoteTar(OutputStream out) {
        this.out = out;
    }

    /** A file, folder (without what is in it; its owner may write into it) or link of this computer. */
    void add(String name, Path path) throws IOException {
        BasicFileAttributes attributes = FileMode.attributes(path);
        long modified = attributes.lastModifiedTime().to(TimeUnit.SECONDS);
        if (attributes.isDirectory()) {
            header(TarEntry.of(Kind.FOLDER, name, 0, FileMode.of(attributes) | OWNER_ALL, modified));
        } else if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(path).toString();
            header(new TarEntry(Kind.LINK, TarName.of(name), 0, 0777, modified, TarName.of(target)));
        } else {
            header(TarEntry.of(Kind.FILE, name, attributes.size(), FileMode.of(attributes), modified));
            copy(path, attributes.size());
        }
    }

    /** A file of these bytes, readable by its owner only. */
    void add(String name, byte[] content) throws IOException {
        header(TarEntry.of(Kind.FILE, name, content.length, 0600, System.currentTimeMillis() / 1000));
        out.write(content);
        out.write(new byte[TarHeader.padding(content.length)]);
    }

    /** A folder, for its owner only. */
    void addFolder(String name) throws IOException {
        header(TarEntry.of(Kind.FOLDER, name, 0, OWNER_ALL, System.currentTimeMillis() / 1000));
    }

    void end() throws IOException {
        out.write(new byte[2 * TarHeader.BLOCK]);
    }

    private void header(TarEntry entry) throws IOException {
        out.write(TarHeader.of(entry, 0, 0));
    }

    private void copy(Path file, long size) throws IOException {
        long left = size;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException(file + " has become shorter while it was sent");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        out.write(new byte[TarHeader.padding(size)]);
    }
}
