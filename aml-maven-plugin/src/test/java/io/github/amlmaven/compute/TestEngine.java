package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.NotFoundException;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.Required;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The Docker engine of this computer and the images in it that {@code src/it/docker/images.sh} makes. */
public final class TestEngine {
    /** A shell and Python, no pip. */
    public static final String PYTHON = "aml-test:python";
    /** A shell. */
    public static final String BARE = "aml-test:bare";

    /** Its address. */
    public static final String HOST = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");

    private static final DockerAddress ADDRESS = new DockerAddress(HOST, null, "the tests");
    private static final boolean AVAILABLE = available();

    private TestEngine() {}

    /** Skips the test, or fails it, where there is no engine with the images. */
    public static void require() {
        Required.that(
                AVAILABLE, "no Docker engine with the test images here; src/it/verify.sh starts one and makes them");
    }

    /** A connection to the engine, to be closed by the caller. */
    static DockerEngine open() {
        require();
        return new DockerEngine(ADDRESS);
    }

    /** Removes the environments that were made for a project. */
    public static void forget(ProjectId project) throws IOException {
        try (DockerEngine engine = open()) {
            engine.calls()
                    .listImagesCmd()
                    .withLabelFilter(Map.of("io.github.amlmaven.project", project.path()))
                    .exec()
                    .forEach(image -> engine.calls()
                            .removeImageCmd(image.getId())
                            .withForce(true)
                            .exec());
        }
    }

    private static boolean available() {
        try (DockerEngine engine = new DockerEngine(ADDRESS)) {
            engine.ask(
                    "looking for the test images",
                    () -> engine.calls().inspectImageCmd(PYTHON).exec());
            return true;
        } catch (NotFoundException e) {
            return false;
        } catch (AmlException e) {
            if (DockerEngine.isAway(e)) {
                return false;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
