package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells a process of a run from others in {@code /proc}; one mark is enough, since a process can lose any of them.
 *
 * @param variable the environment variable with the run's mark, {@code NAME=value}
 * @param session the session the supervisor leads
 * @param log the file the run's output goes to
 */
record ProcessMarks(String variable, long session, Path log) {
    /** No process is of it. */
    static final long NO_SESSION = -1;

    private static final int STATE = 0;
    private static final int SESSION = 3;

    /** Whether a process, given by its folder in {@code /proc}, is one of the run. */
    boolean areOn(Path process) {
        return inEnvironment(process)
                || field(process, SESSION).equals(Long.toString(session))
                || isOutput(process.resolve("fd/1"))
                || isOutput(process.resolve("fd/2"));
    }

    /** Whether it is dead and only waits for its parent to ask how it ended. */
    static boolean isDead(Path process) {
        return field(process, STATE).equals("Z");
    }

    /** Whether the variable is in its environment, the surest mark. */
    boolean inEnvironment(Path process) {
        try {
            // One byte a character: what is looked for is ASCII, and other variables may be in any encoding.
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return ('\0' + environment).contains('\0' + variable + '\0');
        } catch (IOException e) {
            return false; // it has just ended, or belongs to another user
        }
    }

    private boolean isOutput(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(log);
        } catch (IOException e) {
            return false; // it has just ended, has closed its output, or belongs to another user
        }
    }

    /** A field of {@code stat} after the program's name, which can hold blanks and brackets; empty when it has ended. */
    private static String field(Path process, int index) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", index + 2);
            return index < fields.length ? fields[index] : "";
        } catch (IOException e) {
            return "";
        }
    }
}
