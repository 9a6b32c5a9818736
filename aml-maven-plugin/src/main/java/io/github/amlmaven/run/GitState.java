package io.github.amlmaven.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The git commit a project is at, and whether it has changes that no commit holds; asked of {@code git} while other
 * things are done.
 */
final class GitState {
    private static final long LONGEST_SECONDS = 10;
    /** What git needs of Maven's environment, besides its own. */
    private static final Set<String> VARIABLES = Set.of(
            "PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TMPDIR", "XDG_CONFIG_HOME", "LD_LIBRARY_PATH");

    private final @Nullable Process status;

    private GitState(@Nullable Process status) {
        this.status = status;
    }

    /** Of a copy, which is not in the repository. */
    static GitState none() {
        return new GitState(null);
    }

    /** Begins to ask; without a repository, or without git, there will be no answer. */
    static GitState ask(Path project) {
        if (!insideRepository(project)) {
            return new GitState(null);
        }
        ProcessBuilder git = new ProcessBuilder(
                        "git",
                        "-c",
                        "core.fsmonitor=false",
                        "status",
                        "--porcelain=v2",
                        "--branch",
                        "--ignored",
                        "--",
                        ".")
                .directory(project.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        git.environment().keySet().removeIf(name -> !isForGit(name));
        // Or git would refresh its index, which is in the project's folder.
        git.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            return new GitState(limited(git.start()));
        } catch (IOException e) {
            return new GitState(null); // no git here: the record has no commit
        }
    }

    /** Ends git when nobody will ask for its answer, or when it takes too long (a network, a huge work tree). */
    void close() {
        if (status != null) {
            // By its handle: the process itself would close the stream that another thread may be reading.
            status.toHandle().destroyForcibly();
        }
    }

    /** Filters that a repository names are started by git, and Maven's environment holds secrets. */
    private static boolean isForGit(String variable) {
        return variable.startsWith("GIT_") || variable.startsWith("LC_") || VARIABLES.contains(variable);
    }

    private static Process limited(Process git) {
        Thread thread = new Thread(
                () -> {
                    if (!succeeded(git)) {
                        git.toHandle().destroyForcibly();
                    }
                },
                "aml-git");
        thread.setDaemon(true);
        thread.start();
        return git;
    }

    /** The fields of the record: {@code git_commit} and {@code git_dirty}; empty when there is nothing to tell. */
    Map<String, Object> fields() throws IOException {
        Map<String, Object> fields = new TreeMap<>();
        if (status == null) {
            return fields;
        }
        String answer = new String(status.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!succeeded(status)) {
            return fields;
        }
        boolean dirty = false;
        for (String line : answer.lines().toList()) {
            if (line.startsWith("# branch.oid ") && !line.endsWith("(initial)")) {
                fields.put("git_commit", line.substring("# branch.oid ".length()));
            } else if (line.matches("! (\\./|(\\.\\./)+)")) {
                return Map.of(); // the repository that the project lies in ignores it: the commit says nothing of it
            } else if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("!")) {
                dirty = true;
            }
        }
        fields.put("git_dirty", dirty);
        return fields;
    }

    private static boolean succeeded(Process git) {
        try {
            return git.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) && git.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean insideRepository(Path project) {
        for (Path folder = project.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }
}
