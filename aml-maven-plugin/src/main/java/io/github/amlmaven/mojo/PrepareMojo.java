package io.github.amlmaven.mojo;

import io.github.amlmaven.run.Interruption;
import io.github.amlmaven.run.Preparation;
import java.io.IOException;
import java.time.Duration;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the environment that runs on a target need, and runs nothing: pulls the target's {@code baseDockerImage} where
 * it is missing, and makes an image of it that holds the packages of {@code conda_dependencies.yml}.
 *
 * <p>{@code aml:run} does the same on its way, unless the run configuration says {@code PrepareEnvironment: false}. What
 * is there is used again until the dependency file, a wheel that it names, or the base image changes. On a target of type
 * {@code local} nothing is installed.
 *
 * <p>Examples: {@code mvn aml:prepare -Daml.target=docker}, {@code image=$(mvn -q aml:prepare -Daml.target=docker)}
 *
 * @since 1.0.0
 */
@Mojo(name = "prepare", requiresProject = false, threadSafe = true)
public final class PrepareMojo extends AmlMojo {
    /**
     * Skips this goal. Example: {@code -Daml.prepare.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.prepare.skip", defaultValue = "false")
    private boolean skipPrepare;

    /**
     * What to prepare for: the name of a run configuration ({@code aml_config/<name>.runconfig}) or, if there is none of
     * that name, of a compute target ({@code aml_config/<name>.compute}). Default: {@code local}, else the only run
     * configuration there is. Example: {@code -Daml.target=docker}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.target")
    private @Nullable String target;

    @Override
    void run(Module module) throws IOException {
        if (skipPrepare) {
            getLog().info("Skipped: aml.prepare.skip is set.");
            return;
        }
        RunConsole console = new RunConsole(getLog(), quiet(), command(module));
        try (Interruption interruption = Interruption.listen(this::stopping, Duration.ZERO)) {
            Preparation preparation = new Preparation(module.folder(), projectId(module), credentials(), console);
            tell(preparation.prepare(target, interruption));
        }
    }

    private void stopping() {
        getLog().warn("Stopping the preparation; what has been pulled or built so far is kept.");
    }

    private void tell(Preparation.Outcome outcome) {
        if (outcome.image() == null) {
            getLog().info("Nothing is installed on the target '" + outcome.target() + "' of type " + outcome.type()
                    + ": runs use what is there.");
        } else if (quiet()) {
            System.out.println(outcome.image());
        } else {
            getLog().info((outcome.type().equals("cluster") ? "The environment " : "The image ") + outcome.image()
                    + " for the target '" + outcome.target() + "' "
                    + (outcome.wasReady() ? "was ready already." : "is ready."));
        }
    }
}
