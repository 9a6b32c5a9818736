package io.github.amlmaven.compute;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One line for pip: a package, an option, or a file.
 *
 * @param text the line as it is written
 * @param file the wheel or source archive on this computer that the line names; null: it names none
 */
public record PipItem(String text, @Nullable Path file) {
    /** The line as pip is to read it where its file, if it has one, lies in a folder, written with a {@code /} at its end. */
    String line(String folder) {
        String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (file == null) {
            return line;
        }
        String written = String.valueOf(file.getFileName());
        int name = line.lastIndexOf(written);
        // What follows the name are extras, as in [plot], or a condition.
        return folder + fileName() + (name < 0 ? "" : line.substring(name + written.length()));
    }

    /** The file's name without what would mean something to pip; a good wheel's name has nothing of that. */
    String fileName() {
        return file == null ? "" : String.valueOf(file.getFileName()).replaceAll("[^A-Za-z0-9._+!-]", "_");
    }
}
