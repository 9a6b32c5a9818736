package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.nio.charset.Charset;
import java.util.Map;

/** What the system can hand over to a program: texts in its character set, and not too long. */
final class LaunchLimits {
    /** Linux: MAX_ARG_STRLEN, 32 pages of 4 KiB, less the NUL at the end. */
    private static final int LONGEST_BYTES = 128 * 1024 - 1;

    private static final int FIRST_WITH_NATIVE_CHARSET = 18;

    private LaunchLimits() {}

    /** Refuses arguments and variables that would arrive mutilated, or not at all. */
    static void check(Job job) {
        Charset charset = charset();
        int number = 0;
        for (String argument : job.arguments()) {
            number++;
            check("argument " + number + " of " + job.script(), argument, charset);
        }
        for (Map.Entry<String, String> variable : job.environment().variables().entrySet()) {
            check("environment variable " + variable.getKey(), variable.getKey() + "=" + variable.getValue(), charset);
        }
    }

    static void check(String what, String text, Charset charset) {
        if (!charset.newEncoder().canEncode(text)) {
            throw new AmlException(
                    what + " has letters that the character set of this system, " + charset + ", does not have",
                    "set LC_ALL=C.UTF-8 before starting Maven");
        }
        int bytes = text.getBytes(charset).length;
        if (bytes > LONGEST_BYTES) {
            throw new AmlException(
                    what + " has " + bytes + " bytes; a program can be given at most " + LONGEST_BYTES,
                    "put it into a file of the project and let the script read that");
        }
    }

    private static Charset charset() {
        String name = System.getProperty("sun.jnu.encoding");
        return name == null || Runtime.version().feature() < FIRST_WITH_NATIVE_CHARSET
                ? Charset.defaultCharset()
                : Charset.forName(name);
    }
}
