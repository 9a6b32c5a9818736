package io.github.amlmaven.compute;

import com.github.dockerjava.api.command.ListContainersCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a project's runs.
 *
 * <p>Labels alone do not make one: an image that somebody has made of a run's container hands them on to its containers. The
 * name is what they cannot have.
 */
record ContainerLeftovers(
        DockerEngine engine, ProjectId project, @Nullable RunsFolder runs) {
    List<Leftover> list() throws IOException {
        return list(engine.calls().listContainersCmd());
    }

    Optional<Leftover> again(Leftover.Container container) throws IOException {
        return list(engine.calls().listContainersCmd().withIdFilter(List.of(container.id()))).stream()
                .findFirst();
    }

    private List<Leftover> list(ListContainersCmd command) throws IOException {
        List<Leftover> found = new ArrayList<>();
        try {
            for (Container container : engine.ask("listing the containers", () -> command.withShowAll(true)
                    .withShowSize(true)
                    .withLabelFilter(Map.of(RunContainer.PROJECT_LABEL, project.path()))
                    .exec())) {
                ours(container).ifPresent(found::add);
            }
        } catch (DockerException e) {
            throw new AmlException(
                    "the Docker engine does not list its containers: " + DockerEngine.words(e),
                    "see that this works: docker ps --all --size",
                    e);
        }
        return found;
    }

    private Optional<Leftover> ours(Container container) throws IOException {
        Map<String, String> labels = container.getLabels();
        String run = labels.getOrDefault(RunContainer.RUN_LABEL, "");
        String mark = labels.getOrDefault(RunContainer.MARK_LABEL, "");
        if (!RunId.isRunId(run) || mark.isEmpty() || !project.path().equals(labels.get(RunContainer.PROJECT_LABEL))) {
            return Optional.empty();
        }
        String name = RunContainer.name(new RunId(run), mark);
        if (!List.of(container.getNames()).contains("/" + name)) {
            return Optional.empty();
        }
        RunDirectory directory = directory(new RunId(run), mark);
        return Optional.of(new Leftover.Container(
                container.getId(),
                name,
                new RunId(run),
                stage(String.valueOf(container.getState())),
                contents(container, directory),
                directory,
                Objects.requireNonNullElse(container.getSizeRw(), 0L),
                Instant.ofEpochSecond(container.getCreated())));
    }

    /** The mark is that of a folder; other users, and other computers of the same engine, have other folders. */
    private @Nullable RunDirectory directory(RunId run, String mark) {
        RunDirectory directory = runs == null ? null : new RunDirectory(run, runs.pathOf(run));
        return directory != null && new Supervisor(directory).mark().equals(mark) ? directory : null;
    }

    /** What a script writes into a mounted run folder is on this computer at once. */
    private static Leftover.Container.Contents contents(Container container, @Nullable RunDirectory directory)
            throws IOException {
        List<ContainerMount> mounts = container.getMounts() == null ? List.of() : container.getMounts();
        if (mounts.stream().anyMatch(mount -> RunContainer.ROOT.equals(mount.getDestination()))) {
            return Leftover.Container.Contents.NOTHING;
        }
        if (directory == null || !new TakenOut(directory).isThere()) {
            return Leftover.Container.Contents.UNTOLD;
        }
        return new TakenOut(directory).keepsContainer()
                ? Leftover.Container.Contents.SOMETHING
                : Leftover.Container.Contents.NOTHING;
    }

    private static Leftover.Container.Stage stage(String state) {
        return switch (state) {
            case "created" -> Leftover.Container.Stage.CREATED;
            case "exited", "dead" -> Leftover.Container.Stage.ENDED;
            default -> Leftover.Container.Stage.ACTIVE;
        };
    }

    void remove(Leftover.Container container) throws IOException {
        if (!new RunContainer(engine, container.id()).remove()) {
            throw new AmlException(
                    "the container " + container.name() + " has been started meanwhile",
                    "see what it does (docker logs " + container.name() + "), or stop it: docker stop "
                            + container.name());
        }
    }
}
