package io.github.amlmaven.store;

import io.github.amlmaven.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Takes one file of the user into a folder store: hashed once, durable, by a second name where that is possible. */
final class Intake {
    private static final int BUFFER = 256 * 1024;
    /** From here on the disk is kept busy while the processor hashes. */
    private static final long WORTH_A_THREAD = 8L * 1024 * 1024;

    private static final int TRIES = 3;

    private final FolderFiles files;
    private final Path target;

    /** What was read, and whether it got its name; if not, the name was taken. */
    record Content(long size, String sha256, boolean published) {}

    Intake(FolderFiles files, Path target) {
        this.files = files;
        this.target = target;
    }

    /** The size in bytes of what is to be taken in. */
    static long sizeOf(Path source) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = attributes(source);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw SourceException.of(source, e);
        }
        if (!attributes.isRegularFile()) {
            throw new SourceException(source, "is not a regular file");
        }
        return attributes.size();
    }

    /** Puts the file's content under the target's name; the source is still there afterwards. */
    Content move(Path source) throws IOException {
        try {
            return linkOrCopy(source);
        } catch (NoSuchFileException | AccessDeniedException e) {
            // It can vanish at any moment, also from under a second look.
            throw source.toString().equals(e.getFile()) ? SourceException.of(source, e) : e;
        }
    }

    private Content linkOrCopy(Path source) throws IOException {
        Path own = isHeldElsewhere(source) ? null : files.secondName(source, target);
        if (own == null) {
            return copyAndReadBack(source);
        }
        try {
            if (!Files.isRegularFile(own, LinkOption.NOFOLLOW_LINKS)) {
                throw new SourceException(source, "is no longer a regular file");
            }
            Content content = settled(own, source, () -> hash(own, source));
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return content;
            }
            files.makePrivate(own);
            return published(content, own);
        } finally {
            Files.deleteIfExists(own);
        }
    }

    /** Puts a copy under the target's name when the content is as expected. */
    void copy(Path source, String expected) throws IOException {
        requireSpace(source);
        try (Temporary temporary = files.temporary(target)) {
            Content content = transfer(source, temporary);
            if (!content.sha256().equals(expected)) {
                throw new SourceException(
                        source, "is not what it was: its SHA-256 is " + content.sha256() + " instead of " + expected);
            }
            published(content, temporary.path());
        }
    }

    /** The fingerprint of what is in the store under the target's name. */
    String storedSha256() throws IOException {
        return hash(target, target).sha256();
    }

    /** The source will be deleted, so the copy is trusted only after it has been read again. */
    private Content copyAndReadBack(Path source) throws IOException {
        requireSpace(source);
        try (Temporary temporary = files.temporary(target)) {
            Content content = settled(source, source, () -> transfer(source, temporary));
            temporary.force();
            if (!hash(temporary.path(), target).equals(content)) {
                throw new IOException("the copy of " + source + " in " + target.getParent() + " came out different");
            }
            return published(content, temporary.path());
        }
    }

    private Content published(Content content, Path complete) throws IOException {
        boolean published = files.publish(complete, target);
        if (published) {
            files.unsettleContent(target);
        }
        return new Content(content.size(), content.sha256(), published);
    }

    private Content transfer(Path source, Temporary temporary) throws IOException {
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        temporary.channel().truncate(0);
        try (FileChannel in = open(source, source)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer);
            for (int n = read(in, bytes, source); n >= 0; n = read(in, bytes, source)) {
                digest.update(buffer, 0, n);
                temporary.write(buffer, n);
                size += n;
            }
        }
        return new Content(size, Sha256.finish(digest), false);
    }

    /** One way to read a whole file. */
    private interface Reading {
        Content read() throws IOException;
    }

    /** Reads a file that somebody may still be writing until its size and time stay the same. */
    private static Content settled(Path file, Path source, Reading reading) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            BasicFileAttributes before = attributes(file);
            Content content = reading.read();
            BasicFileAttributes after = attributes(file);
            if (before.size() == content.size()
                    && after.size() == content.size()
                    && before.lastModifiedTime().equals(after.lastModifiedTime())) {
                return content;
            }
        }
        throw new SourceException(source, SourceException.CHANGING);
    }

    private static Content hash(Path file, Path source) throws IOException {
        try (FileChannel channel = open(file, source)) {
            FutureTask<@Nullable Void> forcing = channel.size() >= WORTH_A_THREAD ? forcing(channel) : null;
            MessageDigest digest = Sha256.start();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, Math.max(1, channel.size() + 1)));
            long size = 0;
            while (read(channel, buffer, source) >= 0) {
                digest.update(buffer.flip());
                size += buffer.limit();
            }
            if (forcing != null) {
                Unsettled.await(forcing);
            }
            return new Content(size, Sha256.finish(digest), false);
        }
    }

    /** @param source what the user knows the file by, whatever second name it is read under */
    private static FileChannel open(Path file, Path source) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw SourceException.of(source, e);
        }
    }

    private static int read(FileChannel channel, ByteBuffer buffer, Path source) throws IOException {
        try {
            return channel.read(buffer.clear());
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw SourceException.of(source, e);
        }
    }

    private void requireSpace(Path source) throws IOException {
        DiskException.requireSpace(target, attributes(source).size(), FolderStore.ELSEWHERE);
    }

    private static FutureTask<@Nullable Void> forcing(FileChannel channel) {
        FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
            channel.force(true);
            return null;
        });
        Thread thread = new Thread(task, "aml-force");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** A file with another name elsewhere would go on changing in the store when it is changed there. */
    private static boolean isHeldElsewhere(Path source) throws IOException {
        return source.getFileSystem().supportedFileAttributeViews().contains("unix")
                && !Objects.equals(Files.getAttribute(source, "unix:nlink", LinkOption.NOFOLLOW_LINKS), 1);
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
