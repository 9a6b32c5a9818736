package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.run.Detachment;
import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Removes a compute target from the project: its {@code .compute} file, the {@code .runconfig} of the same name, and its line
 * in {@code aml_config/known_hosts} unless another target is on the same computer. Nothing is touched on the target itself,
 * and no key is deleted. Refused while a run on it has not ended, or, without {@code aml.force}, while other run
 * configurations name it.
 *
 * <p>Example: {@code mvn aml:detach -Daml.target=vm}
 *
 * @since 1.0.0
 */
@Mojo(name = "detach", requiresProject = false, threadSafe = true)
public final class DetachMojo extends AmlMojo {
    /**
     * The name of the target. Example: {@code -Daml.target=vm}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.target")
    private @Nullable String target;

    /**
     * Removes it also when run configurations name it, which do not work any more then. Example: {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    @Override
    void run(Module module) throws IOException {
        if (target == null || target.isBlank()) {
            throw new AmlException("no target is named", command(module).of("detach", "-Daml.target=<name>"));
        }
        new Detachment(module.folder(), projectId(module), journal(module))
                .remove(target.strip(), force)
                .forEach(removed -> getLog().info("Removed: " + removed));
    }
}
