package io.github.amlmaven.mojo;

import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Copies runs from the history ({@code aml.store}) to another one, with records, artifacts and project files; each file is
 * checked against its SHA-256, and the record is written last. A run keeps its id and gets the next number there, or keeps
 * the one it has there.
 *
 * <p>What is there already is not copied again, so the goal can be stopped and started at will.
 *
 * <p>Examples: {@code mvn aml:push -Daml.to=https://<account>.blob.core.windows.net/<container>},
 * {@code mvn aml:push -Daml.to=/data/history -Daml.all}
 *
 * @since 1.0.0
 */
@Mojo(name = "push", requiresProject = false, threadSafe = true)
public final class PushMojo extends CopyMojo {
    /**
     * Where the runs are copied to: a folder, or a container of Azure Blob storage, whose credentials are found under its
     * host name. There is no default. Example: {@code -Daml.to=https://<account>.blob.core.windows.net/<container>}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.to")
    private @Nullable String to;

    @Override
    void run(Module module) throws IOException {
        copy(module, history(module), other(module, "aml.to", to));
    }
}
