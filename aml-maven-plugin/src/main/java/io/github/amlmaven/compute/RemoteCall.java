package io.github.amlmaven.compute;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to be done on another computer: a script that ships with the plugin, its words, and what it reads.
 *
 * <p>The command that goes over the wire is always {@link #COMMAND}. Script and words come on its standard input, the words
 * as data: no shell ever parses them.
 *
 * @param scripts the resources that are run, one after the other, by the target's {@code /bin/sh}, after {@code remote.sh},
 *     with the words as {@code "$@"}; what they read from their standard input is the payload; the exit code is 0 when all
 *     went well
 * @param words any text without NUL
 * @param payload null: the script's standard input is at its end
 */
record RemoteCall(
        List<String> scripts, List<String> words, @Nullable Payload payload) {
    /** Reads so many bytes and runs them; any login shell passes it on as it is. */
    static final String COMMAND =
            "exec /bin/sh -c 'IFS= read -r n; s=$(dd bs=1 count=\"$n\" 2>/dev/null); eval \"$s\"'";

    private static final String PRELUDE = "remote.sh";

    /** Writes what the script reads. */
    interface Payload {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Reads what the script prints. */
    interface Answer<T> {
        T read(InputStream in) throws IOException;
    }

    RemoteCall(String script, String... words) {
        this(List.of(script), List.of(words), null);
    }

    /** As another, with a payload. */
    RemoteCall with(Payload sent) {
        return new RemoteCall(scripts, words, sent);
    }

    /**
     * What goes to the standard input of {@link #COMMAND} before the payload.
     *
     * @param mark a line that is printed first, so that what a login shell prints is told from the answer
     */
    byte[] head(String mark) throws IOException {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(RunDirectory.resource(PRELUDE));
        for (String script : scripts) {
            code.write(RunDirectory.resource(script));
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write((code.size() + "\n").getBytes(StandardCharsets.US_ASCII));
        code.writeTo(head);
        head.write((mark + "\n" + words.size() + "\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            head.write((line(word) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return head.toByteArray();
    }

    /** A text as one line, as {@code printf %b} reads it back. */
    static String line(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    /** What a script there has written as one line in the same way. */
    static String text(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            boolean escaped = line.charAt(i) == '\\' && i + 1 < line.length();
            char c = line.charAt(escaped ? ++i : i);
            text.append(escaped && c == 'n' ? '\n' : c);
        }
        return text.toString();
    }
}
