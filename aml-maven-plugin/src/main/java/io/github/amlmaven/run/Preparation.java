package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.config.EnvironmentConfiguration;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.config.Remark;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Installs what runs need on their target, and runs nothing.
 *
 * @param credentials the user's on registries and other computers
 * @param listener hears the remarks on the configuration; its console shows what is printed on the way
 */
public record Preparation(Path project, ProjectId id, Credentials credentials, RunListener listener) {
    /**
     * What has come of it.
     *
     * @param target the compute target's name
     * @param type its type
     * @param image what runs will start from, an image or an environment; null: nothing is installed on targets of this type
     * @param wasReady whether there was nothing to do
     */
    public record Outcome(
            String target, String type, @Nullable String image, boolean wasReady) {}

    /**
     * Does it, also where {@code PrepareEnvironment} is false: then the user does it by this.
     *
     * @param name a run configuration or a compute target; null: chosen as for a run
     * @throws io.github.amlmaven.AmlException when it cannot be installed, or the interruption has stopped it
     */
    public Outcome prepare(@Nullable String name, Interruption interruption) throws IOException {
        EnvironmentConfiguration configuration = ProjectConfiguration.readEnvironment(project, name);
        for (Remark remark : configuration.remarks()) {
            switch (remark.severity()) {
                case INFO -> listener.info(remark.text());
                case WARNING -> listener.warning(remark.text());
            }
        }
        Said said = new Said(listener.console());
        Map<String, Object> facts;
        try (ComputeTarget target = configuration.target().open(id, credentials)) {
            facts = target.prepare(job(configuration.requirements()), said, interruption.cancellation());
        }
        return new Outcome(configuration.target().name(), configuration.target().type(), name(facts), !said.anything);
    }

    /** An image, or an environment without one. */
    private static @Nullable String name(Map<String, Object> facts) {
        Object name = facts.containsKey("docker_image") ? facts.get("docker_image") : facts.get("environment");
        return name instanceof String text ? text : null;
    }

    private Job job(Requirements asked) {
        return new Job(
                project,
                "",
                List.of(),
                new Job.Environment(Map.of(), List.of(), false),
                new Requirements(asked.configuration(), true, asked.python(), asked.spark()),
                new Job.Limits(null, Duration.ZERO, false, 0));
    }

    /** Passes on, and notices whether anything was said: a target that has nothing to do says nothing. */
    private static final class Said extends FilterOutputStream {
        private boolean anything;

        Said(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            anything = true;
            out.write(bytes, offset, length);
        }

        @Override
        public void write(int b) throws IOException {
            anything = true;
            out.write(b);
        }
    }
}
