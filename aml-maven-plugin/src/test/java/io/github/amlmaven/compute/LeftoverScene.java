package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Image;
import io.github.amlmaven.ProjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A project of its own on a real engine, with containers and images that look more or less like those of runs. */
public final class LeftoverScene implements AutoCloseable {
    public static final String BASE = "aml-test:bare";

    /** On what must survive. */
    private static final String MINE = "aml-test.leftovers";

    private final String word = UUID.randomUUID().toString().substring(0, 8);
    public final ProjectId project = new ProjectId("aml-test", "gc-" + word, "iris");
    final DockerEngine engine = TestEngine.open();

    Leftovers leftovers(RunsFolder runs) {
        return new EngineLeftovers(engine, project, runs);
    }

    /** A container exactly as a run has it; it has not been started. */
    public String container(RunDirectory directory, String image, String script) {
        return container(
                RunContainer.of(engine, directory).name(),
                image,
                script,
                RunContainer.labels(directory, project.path()));
    }

    String container(String name, String image, String script, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(MINE, word);
        return engine.calls()
                .createContainerCmd(image)
                .withName(name)
                .withEntrypoint("/bin/sh")
                .withCmd("-c", script)
                .withLabels(all)
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec()
                .getId();
    }

    public void start(String container) {
        engine.calls().startContainerCmd(container).exec();
    }

    public void runToTheEnd(String container) {
        start(container);
        engine.streams()
                .waitContainerCmd(container)
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode();
    }

    /** An environment by the instructions of the real recipe, with a script that takes no time; its id if it comes to that. */
    public String environment(String hex, String script) throws IOException {
        return environment(BASE, hex, script);
    }

    String environment(String base, String hex, String script) throws IOException {
        String id = engine.calls().inspectImageCmd(base).exec().getId();
        String dockerfile = new String(RunDirectory.resource("environment.dockerfile"), StandardCharsets.UTF_8)
                .replace("@base@", id.substring("sha256:".length()))
                .replace("@hex@", hex)
                .replace("@project@", project.path());
        return build(
                new TarStream()
                        .add("Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8))
                        .add("setup/prepare_environment.sh", script.getBytes(StandardCharsets.UTF_8)),
                EnvironmentRecipe.PREFIX + hex);
    }

    /** The digits of the environment that a job wants on {@link #BASE}. */
    public String wanted(Requirements requirements) {
        String id = engine.calls().inspectImageCmd(BASE).exec().getId();
        return new EnvironmentRecipe(id, requirements.python()).name().substring(EnvironmentRecipe.PREFIX.length());
    }

    /** Digits that no other test has. */
    public String hex(char last) {
        return word + "0".repeat(23) + last;
    }

    /** An image that somebody has made of another. */
    String derive(String base, String name, String... lines) throws IOException {
        String dockerfile = "FROM " + base + "\nLABEL " + MINE + "=" + word + "\n" + String.join("\n", lines) + "\n";
        return build(new TarStream().add("Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8)), name);
    }

    private String build(TarStream context, String name) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        BuildLog log = new BuildLog(said);
        var command = engine.streams()
                .buildImageCmd(context.open())
                .withNetworkMode("none")
                .withRemove(true)
                .withForcerm(true);
        if (name != null) {
            command.withTags(Set.of(name));
        }
        String[] id = new String[1];
        EngineStream.<BuildResponseItem>read(engine, "building", new Cancellation(), command::exec, item -> {
            log.read(item);
            id[0] = item.isBuildSuccessIndicated() ? item.getImageId() : id[0];
        });
        if (id[0] == null) {
            // Anything but the script's own failure is one of the machine.
            assertThat(log.failure()).as(said.toString(StandardCharsets.UTF_8)).contains("returned a non-zero code: 3");
            return "";
        }
        return engine.calls().inspectImageCmd(id[0]).exec().getId();
    }

    String commit(String container, String repository) {
        return engine.calls()
                .commitCmd(container)
                .withRepository(repository)
                .withLabels(Map.of(MINE, word))
                .exec();
    }

    /** Makes it look as if all that a container holds had been brought back. */
    public void takenOut(RunDirectory directory) throws IOException {
        new TakenOut(directory).write(false);
    }

    public boolean hasContainer(String id) {
        try {
            engine.calls().inspectContainerCmd(id).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    public boolean hasImage(String id) {
        try {
            engine.calls().inspectImageCmd(id).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    /** The ids of all images with the project's label, those in between, too. */
    Set<String> images() {
        Set<String> ids = new HashSet<>();
        engine.calls()
                .listImagesCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(RunContainer.PROJECT_LABEL, project.path()))
                .exec()
                .forEach(image -> ids.add(image.getId()));
        return ids;
    }

    @Override
    public void close() throws IOException {
        for (String label : List.of(MINE + "=" + word, RunContainer.PROJECT_LABEL + "=" + project.path())) {
            engine.calls()
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(List.of(label))
                    .exec()
                    .forEach(container -> engine.calls()
                            .removeContainerCmd(container.getId())
                            .withForce(true)
                            .exec());
        }
        for (String label : List.of(MINE + "=" + word, RunContainer.PROJECT_LABEL + "=" + project.path())) {
            for (List<Image> left = leaves(label); !left.isEmpty(); left = leaves(label)) {
                left.forEach(image -> {
                    if (hasImage(image.getId())) {
                        engine.calls()
                                .removeImageCmd(image.getId())
                                .withForce(true)
                                .exec();
                    }
                });
            }
        }
        engine.close();
    }

    private List<Image> leaves(String label) {
        return engine.calls().listImagesCmd().withLabelFilter(label).exec();
    }
}
