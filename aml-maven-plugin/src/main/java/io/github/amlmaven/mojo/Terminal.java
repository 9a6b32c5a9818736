package io.github.amlmaven.mojo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The terminal Maven writes to, if there is one. */
final class Terminal {
    /** Asks the shell, because Java cannot tell a terminal from a pipe; the answer comes on standard error. */
    private static final String QUESTION = "test -t 1 && stty size < /dev/tty >&2";

    private Terminal() {}

    /** The number of columns of the terminal; 0 when the output goes to a file or a pipe. */
    static int width() {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", QUESTION)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return answer.matches("[0-9]+ [0-9]{1,4}")
                    ? Integer.parseInt(answer.substring(answer.indexOf(' ') + 1))
                    : 0;
        } catch (IOException e) {
            return 0; // no shell here: nothing is cut off
        }
    }
}
