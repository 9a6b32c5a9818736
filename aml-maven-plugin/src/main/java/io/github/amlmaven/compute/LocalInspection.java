package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What this computer has for runs on it. */
public final class LocalInspection {
    private static final long PATIENCE_SECONDS = 10;

    private LocalInspection() {}

    /** How the processes of a run are kept together here, so that none outlives it; the best there is. */
    public enum Isolation {
        /** A set of process numbers of their own: none can get away. */
        NAMESPACE,
        /** A session of their own; what leaves it is found by its marks. */
        SESSION,
        /** Nothing but marks. */
        MARKS
    }

    /** Tries what there is. */
    public static Isolation isolation() {
        if (!Namespace.options().isEmpty()) {
            return Isolation.NAMESPACE;
        }
        return SearchPath.find("setsid") == null ? Isolation.MARKS : Isolation.SESSION;
    }

    /**
     * The Python that a target of this computer runs scripts with, in words such as {@code Python 3.11.2, /usr/bin/python3};
     * empty for a target elsewhere.
     *
     * @throws AmlException when there is none, or it does not start
     */
    public static Optional<String> python(Path project, TargetSettings target) throws IOException {
        if (!(target instanceof LocalTarget.Settings local)) {
            return Optional.empty();
        }
        String program = Interpreter.of(project, "*.py", local.pythonLocation())
                .command()
                .get(0);
        return Optional.of(version(program) + ", " + program);
    }

    private static String version(String program) throws IOException {
        Process python = new ProcessBuilder(program, "--version")
                .redirectErrorStream(true)
                .start();
        python.getOutputStream().close();
        try {
            if (!python.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                python.destroyForcibly();
                throw broken(program, "it has not told its version within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while " + program + " --version ran");
        }
        String said = new String(python.getInputStream().readNBytes(256), StandardCharsets.UTF_8)
                .strip()
                .lines()
                .findFirst()
                .orElse("");
        if (python.exitValue() != 0 || !said.startsWith("Python ")) {
            throw broken(program, "exit code " + python.exitValue() + (said.isEmpty() ? "" : ", " + said));
        }
        return said;
    }

    private static AmlException broken(String program, String how) {
        return new AmlException(
                program + " --version fails: " + how,
                "install Python (Debian: apt-get install python3), or name yours in the .compute file: pythonLocation: /path/to/python3");
    }
}
