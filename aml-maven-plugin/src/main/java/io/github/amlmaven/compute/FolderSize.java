package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the removal of a folder frees: the bytes of its files, but not of those that have a second name, nor of those
 * that cannot be seen.
 */
final class FolderSize extends SimpleFileVisitor<Path> {
    private final boolean countsNames;
    private long bytes;

    private FolderSize(boolean countsNames) {
        this.countsNames = countsNames;
    }

    static long of(Path folder) throws IOException {
        FolderSize size = new FolderSize(
                folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
        Files.walkFileTree(folder, size);
        return size.bytes;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && isItsOnlyName(file)) {
            bytes += attributes.size();
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
        return FileVisitResult.CONTINUE;
    }

    private boolean isItsOnlyName(Path file) {
        try {
            return !countsNames
                    || Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                            .equals(1);
        } catch (IOException e) {
            return false; // gone by now
        }
    }
}
