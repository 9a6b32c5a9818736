package io.github.amlmaven.staging;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * One folder of the project, held open so that its files are read from this folder whatever its name comes to mean.
 *
 * <p>It is reached step by step from the project's own folder and no step follows a link: if a folder is swapped for a
 * link while the project is copied, nothing outside is read. Where the system lacks such handles, only the last
 * component is guarded.
 */
final class SourceFolder implements Closeable {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final DirectoryStream<Path> handle;
    private final Path folder;

    private SourceFolder(DirectoryStream<Path> handle, Path folder) {
        this.handle = handle;
        this.folder = folder;
    }

    /** @param path relative to the root with {@code /} between the components, empty for the root itself */
    @SuppressWarnings("StreamResourceLeak") // handed to the caller, who closes it
    static SourceFolder open(Path root, String path) throws IOException {
        DirectoryStream<Path> handle = Files.newDirectoryStream(root);
        if (handle instanceof SecureDirectoryStream<Path> secure && !path.isEmpty()) {
            handle = descend(secure, path);
        }
        return new SourceFolder(handle, root.resolve(path));
    }

    ReadableByteChannel open(String name) throws IOException {
        Path file = folder.getFileSystem().getPath(name);
        return handle instanceof SecureDirectoryStream<Path> secure
                ? secure.newByteChannel(file, READ)
                : Files.newByteChannel(folder.resolve(file), READ);
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }

    private static SecureDirectoryStream<Path> descend(SecureDirectoryStream<Path> from, String path)
            throws IOException {
        SecureDirectoryStream<Path> at = from;
        for (Path step : Path.of(path)) {
            try (SecureDirectoryStream<Path> left = at) {
                at = left.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }
}
