package io.github.amlmaven.compute;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds programs as a shell would, in the folders of {@code PATH}; relative folders are left out. */
final class SearchPath {
    private SearchPath() {}

    /** The program of that name, or of that path; null when there is none. */
    static @Nullable Path find(String program) {
        if (program.indexOf('/') >= 0) {
            Path path = Path.of(program);
            return isProgram(path) ? path.toAbsolutePath() : null;
        }
        for (String folder : folders()) {
            Path candidate = candidate(folder, program);
            if (candidate != null && candidate.isAbsolute() && isProgram(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    static String value() {
        String path = System.getenv("PATH");
        return path == null ? "/usr/local/bin:/usr/bin:/bin" : path;
    }

    private static String[] folders() {
        return value().split(File.pathSeparator, -1);
    }

    private static @Nullable Path candidate(String folder, String program) {
        try {
            return Path.of(folder, program);
        } catch (InvalidPathException e) {
            return null; // a folder whose name this locale cannot express holds nothing we could start
        }
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
