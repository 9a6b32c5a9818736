package io.github.amlmaven.mojo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The terminal Maven writes to, if there is one. */
final class Terminal {
    /** Asks the shell, because Java cannot tell a terminal from a pipe; the answer comes on standard error. */
    private static final String QUESTION = "test -t 1 && stty size < /dev/tty >&2";

    private Terminal() {}

    /** The number of columns of the terminal; 0 when the output goes to a file or a pipe. */
    static int width() {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder("/bin/sh", "-c", QUESTION).redirectOutput(ProcessBuilder.Redirect.INHERIT);
            // It needs nothing of what Maven's environment holds, and secrets are in there.
            builder.environment().keySet().retainAll(Set.of("PATH"));
            Process shell = builder.start();
            String answer = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.matches("[0-9]+ [0-9]{1,4}")
                    ? Integer.parseInt(answer.substring(answer.indexOf(' ') + 1))
                    : 0;
        } catch (IOException e) {
            return 0; // no shell here: nothing is cut off
        }
    }
}
