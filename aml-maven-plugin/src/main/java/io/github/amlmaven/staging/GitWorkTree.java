package io.github.amlmaven.staging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The git work tree around a project, which may begin above it.
 *
 * @param root the folder that holds {@code .git}
 */
record GitWorkTree(Path root) {
    /** In bytes; the files git writes to point to a repository hold one path. */
    private static final int LONGEST_POINTER = 8192;

    static @Nullable GitWorkTree around(Path project) {
        for (Path folder = project; folder != null; folder = folder.getParent()) {
            if (exists(folder.resolve(".git"))) {
                return new GitWorkTree(folder);
            }
        }
        return null;
    }

    /** The file of patterns that are not shared, {@code info/exclude}, also of a linked work tree or a submodule. */
    Path excludeFile() throws IOException {
        Path git = root.resolve(".git");
        if (Files.isRegularFile(git)) {
            String pointer = firstLine(git);
            if (pointer.startsWith("gitdir: ")) {
                git = root.resolve(pointer.substring("gitdir: ".length()));
            }
            Path common = git.resolve("commondir");
            if (Files.isRegularFile(common)) {
                git = git.resolve(firstLine(common));
            }
        }
        return git.resolve("info").resolve("exclude").normalize();
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static String firstLine(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST_POINTER), StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            return (end < 0 ? text : text.substring(0, end)).strip();
        }
    }
}
