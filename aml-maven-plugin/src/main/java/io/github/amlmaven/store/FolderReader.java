package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the objects of a folder store. */
record FolderReader(FolderNames names) {
    private static final int BUFFER = 256 * 1024;

    Optional<byte[]> read(String name) throws IOException {
        Path file = names.path(name);
        try {
            long size = regular(file).size();
            if (size > Store.SMALL) {
                throw new IOException(
                        file + " has " + size + " bytes, and an object of its kind at most " + Store.SMALL);
            }
            return Optional.of(Uninterrupted.call(() -> content(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FolderStore.inWords(e, file, -1);
        }
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(Store.SMALL);
        } catch (IOException e) {
            throw Temporary.named(file, e);
        }
    }

    Optional<InputStream> open(String name) throws IOException {
        Path file = names.path(name);
        try {
            regular(file);
            return Optional.of(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FolderStore.inWords(e, file, -1);
        }
    }

    OptionalLong size(String name) throws IOException {
        try {
            return OptionalLong.of(regular(names.path(name)).size());
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    void fetch(StoredFile object, Path file, TransferProgress progress) throws IOException {
        Optional<InputStream> stream = open(object.name());
        if (stream.isEmpty()) {
            throw new DamagedObjectException(object.name(), "it is gone");
        }
        CheckedContent content = new CheckedContent(object);
        try (InputStream in = stream.get();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[(int) Math.min(BUFFER, object.size() + 1)];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                content.update(buffer, n);
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                progress.moved(n);
            }
            channel.force(true);
        }
        content.finish();
    }

    /** Opening a pipe would wait for ever and a link could lead anywhere, so neither is ever opened. */
    private static BasicFileAttributes regular(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException(file + " is not a regular file");
        }
        return attributes;
    }
}
