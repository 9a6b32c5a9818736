package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.config.ConfigurationCheck;
import io.github.amlmaven.config.EnvironmentConfiguration;
import io.github.amlmaven.config.ProjectConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The images that the run configurations of a project stand for as they are now. */
final class NeededImages {
    /** Where there are none that could be needed. */
    static final NeededImages NONE = new NeededImages();

    private final Map<String, String> users = new HashMap<>();
    private Optional<String> untold = Optional.empty();

    /** Reads every run configuration, and asks its target for what has been prepared for it. */
    static NeededImages of(Path project, ProjectId id, Credentials credentials) throws IOException {
        NeededImages needed = new NeededImages();
        for (String name : ConfigurationCheck.names(project)) {
            try {
                EnvironmentConfiguration needs = ProjectConfiguration.readEnvironment(project, name);
                try (ComputeTarget target = needs.target().open(id, credentials)) {
                    target.prepared(needs.requirements()).ifPresent(image -> needed.users.put(image, name));
                }
            } catch (AmlException e) {
                needed.untold = Optional.of("'" + name + "': " + GarbagePlaces.line(e));
            }
        }
        return needed;
    }

    /** The run configuration that an image is for; empty when it is for none. */
    Optional<String> user(String image) {
        return Optional.ofNullable(users.get(image));
    }

    /** Why there may be more of them; empty when these are all. */
    Optional<String> untold() {
        return untold;
    }
}
