package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a note on a run, which {@code aml:info} shows; a new one takes the place of the old. Without a note it shows the one
 * there is, and an empty one removes it.
 *
 * <p>Examples: {@code mvn aml:note -Daml.run=42 -Daml.note="first with the cleaned data"}, {@code mvn aml:note -Daml.run=42},
 * {@code mvn aml:note -Daml.run=42 -Daml.note=}
 *
 * @since 1.0.0
 */
@Mojo(name = "note", requiresProject = false, threadSafe = true)
public final class NoteMojo extends AmlMojo {
    private static final int LONGEST = 20_000;

    /**
     * The run: its number, its id, {@code last}, or {@code label:<label>}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * The note. Default: none, which shows the one there is. Example: {@code -Daml.note="first with the cleaned data"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.note")
    private @Nullable String note;

    @Override
    void run(Module module) throws IOException {
        RunHistory history = history(module);
        // Maven hands over an empty value as none.
        String typed = session().getUserProperties().getProperty("aml.note");
        String text = note == null ? typed : note;
        if (text != null && text.length() > LONGEST) {
            throw new AmlException(
                    "a note of " + text.length() + " characters is too long",
                    "write at most " + LONGEST + "; longer text can be an output of the run");
        }
        RunRecord record = history.find(run);
        if (text == null) {
            if (record.note().isEmpty()) {
                getLog().info("Run " + record.number() + " has no note -> "
                        + command(module).of("note", "-Daml.run=" + record.number(), "-Daml.note=<text>"));
            } else {
                record.note().lines().map(RowPrinter::cell).forEach(System.out::println);
            }
            return;
        }
        if (!record.note().equals(text.strip())) {
            history.mark(record, Mark.Kind.NOTE, text.strip(), Map.of());
        }
        getLog().info("Run " + record.number() + (text.isBlank() ? " has no note any more" : " has the note now"));
    }
}
