package io.github.amlmaven.compute;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One item of the list for pip: a requirement, an option line, or a file of this computer.
 *
 * @param text as a requirements file would have it; it may hold a password, in an address
 * @param file the wheel or source archive on this computer that the text names; null: it names none
 */
public record PipItem(String text, @Nullable Path file) {
    /** Whether it is a line of options, such as {@code --index-url https://...}. */
    public boolean isOption() {
        return text.startsWith("-");
    }
}
