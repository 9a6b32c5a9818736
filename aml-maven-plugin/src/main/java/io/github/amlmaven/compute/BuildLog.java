package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Passes on what a build prints, line by line as it comes, and remembers what tells why it failed. */
final class BuildLog {
    private static final int LAST_LINES = 20;
    private static final int LONGEST_LINE = 8192;
    private static final String REFUSAL = "aml-refusal: ";
    private static final String COMMAND = "+ ";
    /** What the engine says about itself: no program's words. */
    private static final Pattern ENGINE = Pattern.compile(
            "Step \\d+/\\d+ : .*| ---> .*|Removing intermediate container .*|Successfully (built|tagged) .*|\\s*");

    private final OutputStream log;
    private final StringBuilder line = new StringBuilder();
    private final Deque<String> last = new ArrayDeque<>();
    private @Nullable String command;
    private @Nullable String refusal;
    private @Nullable String failure;
    private int exitCode;

    BuildLog(OutputStream log) {
        this.log = log;
    }

    void read(BuildResponseItem item) throws IOException {
        if (item.getErrorDetail() != null) {
            failure = item.getErrorDetail().getMessage();
            Integer code = item.getErrorDetail().getCode();
            exitCode = code == null ? 0 : code;
        }
        String text = item.getStream();
        if (text != null) {
            print(text);
        }
    }

    /** As the other, for a build without an engine. */
    void print(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(c);
            if (c == '\n' || c == '\r' || line.length() >= LONGEST_LINE) {
                endLine();
            }
        }
    }

    private void endLine() throws IOException {
        String printed = line.toString();
        line.setLength(0);
        String words = printed.strip();
        if (words.startsWith(REFUSAL)) {
            refusal = words.substring(REFUSAL.length());
            return;
        }
        log.write(printed.getBytes(StandardCharsets.UTF_8));
        log.flush();
        if (words.startsWith(COMMAND)) {
            command = words.substring(COMMAND.length());
            last.clear();
        } else if (!ENGINE.matcher(printed.stripTrailing()).matches()) {
            last.addLast(printed.stripTrailing());
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
        }
    }

    /** The reason the script gave for making no environment; null: it gave none. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** What the engine said when the build failed; null: it has not. */
    @Nullable
    String failure() {
        return failure;
    }

    /** The exit code of the program that failed; 0: it was no program. */
    int exitCode() {
        return exitCode;
    }

    /** The program that was started last; null: none. */
    @Nullable
    String command() {
        return command;
    }

    /** What it has printed at last. */
    List<String> lastLines() {
        return List.copyOf(last);
    }
}
