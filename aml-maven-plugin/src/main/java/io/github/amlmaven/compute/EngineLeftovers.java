package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The containers and images of a project on a Docker engine. */
final class EngineLeftovers implements Leftovers {
    private final DockerEngine engine;
    private final ContainerLeftovers containers;
    private final ImageLeftovers images;

    EngineLeftovers(DockerEngine engine, ProjectId project, @Nullable RunsFolder runs) {
        this.engine = engine;
        this.containers = new ContainerLeftovers(engine, project, runs);
        this.images = new ImageLeftovers(engine, project);
    }

    /** They, and the run folders on the engine's computer when that is another one. */
    static List<Leftovers> places(DockerEngine engine, ProjectId project, @Nullable RunsFolder runs) {
        EngineLeftovers all = new EngineLeftovers(engine, project, runs);
        RemoteEngine remote = engine.remote();
        return remote == null ? List.of(all) : List.of(all, new RemoteLeftovers(remote.shell(), project));
    }

    @Override
    public String place() {
        return "the Docker engine at " + engine.address();
    }

    @Override
    public List<Leftover> list() throws IOException {
        List<Leftover> all = new ArrayList<>(containers.list());
        all.addAll(images.list());
        return all;
    }

    @Override
    public Optional<Leftover> again(Leftover leftover) throws IOException {
        return leftover instanceof Leftover.Container container
                ? containers.again(container)
                : images.again((Leftover.Image) leftover);
    }

    @Override
    public void remove(Leftover leftover) throws IOException {
        if (leftover instanceof Leftover.Container container) {
            containers.remove(container);
        } else {
            images.remove((Leftover.Image) leftover);
        }
    }
}
