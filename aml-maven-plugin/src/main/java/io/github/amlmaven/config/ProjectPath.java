package io.github.amlmaven.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Brings a path that a user wrote into the one form that holds everywhere: relative to the project, with {@code /}. */
final class ProjectPath {
    private ProjectPath() {}

    /** The path in that form; null: it leads out of the project, is the project itself or is no path at all. */
    static @Nullable String relative(Path project, String written) throws IOException {
        Path root = project.toAbsolutePath().normalize();
        Path path;
        try {
            path = root.resolve(written.strip().replace('\\', '/')).normalize();
        } catch (InvalidPathException e) {
            return null;
        }
        if (!path.startsWith(root) && Files.exists(path)) {
            root = root.toRealPath();
            path = path.toRealPath();
        }
        if (!path.startsWith(root) || path.equals(root)) {
            return null;
        }
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }
}
