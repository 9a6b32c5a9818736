package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.Container;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The containers of a project's runs, for the tests of other packages.
 *
 * @param host the address of the engine
 */
public record ProjectContainers(String host, ProjectId project) {
    /** The id of the run of each container, whatever state it is in. */
    public List<String> runs() throws IOException {
        try (DockerEngine engine = open()) {
            return list(engine).stream()
                    .map(container -> container.getLabels().get(RunContainer.RUN_LABEL))
                    .toList();
        }
    }

    /** As {@link #runs}, of containers that have been started. */
    public List<String> started() throws IOException {
        try (DockerEngine engine = open()) {
            return list(engine).stream()
                    .filter(container -> !"created".equals(container.getState()))
                    .map(container -> container.getLabels().get(RunContainer.RUN_LABEL))
                    .toList();
        }
    }

    /** Removes them all, also those that are running. */
    public void remove() throws IOException {
        try (DockerEngine engine = open()) {
            for (Container container : list(engine)) {
                engine.calls()
                        .removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
    }

    private DockerEngine open() {
        return new DockerEngine(new DockerAddress(host, null, "the tests"));
    }

    private List<Container> list(DockerEngine engine) {
        return engine.ask("looking for containers", () -> engine.calls()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(RunContainer.PROJECT_LABEL, project.path()))
                .exec());
    }
}
