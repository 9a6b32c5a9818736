package io.github.amlmaven.mojo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Standard output for bytes that are not ours. */
final class StandardOutput {
    private StandardOutput() {}

    /**
     * A stream that passes on every byte as it is. Maven's own, Jansi's, takes escape sequences for itself: it drops them
     * from what goes to a file, and fails on some, such as {@code ESC [99999999999m}.
     */
    static OutputStream raw() {
        return under(System.out, new FileOutputStream(FileDescriptor.out));
    }

    static OutputStream under(PrintStream out, OutputStream descriptor) {
        out.flush();
        // By its name: it is Maven's class, not one we can see. Any other stream is somebody's wish, such as mvn -l.
        return out.getClass().getSimpleName().startsWith("Ansi") ? descriptor : out;
    }
}
