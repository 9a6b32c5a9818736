package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import io.github.amlmaven.AmlException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether an engine hands out NVIDIA's graphics cards: it says so only when a container with one is started. */
final class GraphicsCards {
    private static final Logger LOG = LoggerFactory.getLogger(GraphicsCards.class);

    private GraphicsCards() {}

    private static void remove(DockerEngine engine, String probe) {
        try {
            engine.ask("looking for graphics cards", () -> engine.calls()
                    .removeContainerCmd(probe)
                    .withForce(true)
                    .exec());
        } catch (DockerException e) {
            LOG.debug("the container {} is left", probe, e);
        }
    }

    /** @throws AmlException when it does not */
    static void check(DockerEngine engine, String image) {
        String probe = engine.ask("looking for graphics cards", () -> engine.calls()
                .createContainerCmd(image)
                .withEntrypoint("/bin/true")
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withDeviceRequests(
                                List.of(new DeviceRequest().withCount(-1).withCapabilities(List.of(List.of("gpu"))))))
                .exec()
                .getId());
        try {
            engine.ask(
                    "looking for graphics cards",
                    () -> engine.calls().startContainerCmd(probe).exec());
        } catch (DockerException e) {
            String words = DockerEngine.words(e);
            if (words.contains("device driver") || words.contains("nvidia") || words.contains("CDI")) {
                throw ContainerSpec.refused(words, e);
            }
        } finally {
            remove(engine, probe);
        }
    }
}
