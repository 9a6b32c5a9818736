package io.github.amlmaven.mojo;

import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Copies runs from another history to the history ({@code aml.store}), with records, artifacts and project files; each file
 * is checked against its SHA-256, and the record is written last. A run keeps its id and gets the next number here, or
 * keeps the one it has here.
 *
 * <p>What is here already is not copied again, so the goal can be stopped and started at will.
 *
 * <p>Examples: {@code mvn aml:pull -Daml.from=https://<account>.blob.core.windows.net/<container> -Daml.run=42},
 * {@code mvn aml:pull -Daml.from=/data/history -Daml.all}
 *
 * @since 1.0.0
 */
@Mojo(name = "pull", requiresProject = false, threadSafe = true)
public final class PullMojo extends CopyMojo {
    /**
     * Where the runs are copied from: a folder, or a container of Azure Blob storage, whose credentials are found under its
     * host name. There is no default. Example: {@code -Daml.from=https://<account>.blob.core.windows.net/<container>}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.from")
    private @Nullable String from;

    @Override
    void run(Module module) throws IOException {
        copy(module, other(module, "aml.from", from), history(module));
    }
}
