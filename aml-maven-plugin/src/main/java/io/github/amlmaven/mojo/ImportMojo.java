package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunImport;
import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Brings the runs of a zip that {@code aml:export} made into the history ({@code aml.store}). Everything in the zip is checked
 * before the first run is there. A run keeps its id and gets the next number, or keeps the one it has; what is there already
 * is not brought again, so that a second import changes nothing.
 *
 * <p>The runs of a zip are those of one project, and this is to be the same: {@code aml.account}, {@code aml.workspace} and
 * {@code aml.projectName} name it where there is no project folder.
 *
 * <p>Example: {@code mvn aml:import -Daml.file=run12.zip}
 *
 * @since 1.0.0
 */
@Mojo(name = "import", requiresProject = false, threadSafe = true)
public final class ImportMojo extends AmlMojo {
    /**
     * The zip. There is no default. Example: {@code -Daml.file=/media/stick/iris.zip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.file")
    private @Nullable String file;

    @Override
    void run(Module module) throws IOException {
        ChosenStore chosen = chosen(module);
        if (chosen.offline() && chosen.outbox() != null) {
            throw new AmlException("Maven is offline, and runs are to be copied", "leave out -o");
        }
        RunHistory history = history(module);
        try (RunImport unpacked = RunImport.open(ExportMojo.zip(module, file), history)) {
            new CopyConsole(getLog(), quiet())
                    .copy(unpacked.runs(), true, unpacked.history(), history, outboxes(module));
        }
    }
}
