package io.github.amlmaven.compute;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Required;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Containers on the engine of this computer, removed when the test is over. */
final class RealContainers implements Closeable {
    static final String IMAGE = "aml-test:python";

    final DockerEngine engine = new DockerEngine(new DockerAddress("unix:///var/run/docker.sock", null, "the test"));
    private final List<String> containers = new ArrayList<>();

    /** The engine, where there is one that has the test's image. */
    static RealContainers required() throws IOException {
        RealContainers containers = new RealContainers();
        Required.that(
                containers.isUsable(),
                "no Docker engine at /var/run/docker.sock with the image " + IMAGE + ": src/it/verify.sh makes both");
        return containers;
    }

    private boolean isUsable() throws IOException {
        try {
            return engine.ask(
                            "looking for the image",
                            () -> engine.calls().inspectImageCmd(IMAGE).exec().getId())
                    != null;
        } catch (AmlException | NotFoundException e) {
            return false;
        }
    }

    /** A container that was created and not started. */
    String create(String... command) {
        CreateContainerCmd create = engine.calls()
                .createContainerCmd(IMAGE)
                .withCmd(command)
                .withWorkingDir("/azureml-run")
                .withNetworkDisabled(true)
                .withLabels(Map.of("io.github.amlmaven.test", "files"));
        String id = create.exec().getId();
        containers.add(id);
        return id;
    }

    /** Starts a container and waits for its end. */
    void run(String container) throws IOException {
        engine.calls().startContainerCmd(container).exec();
        try (WaitContainerResultCallback ended =
                engine.calls().waitContainerCmd(container).exec(new WaitContainerResultCallback())) {
            int code = ended.awaitStatusCode(120, TimeUnit.SECONDS);
            if (code != 0) {
                throw new AssertionError(
                        "the container's script has ended with exit code " + code + ":\n" + said(container));
            }
        }
    }

    private String said(String container) throws IOException {
        StringBuilder said = new StringBuilder();
        try (ResultCallback.Adapter<Frame> callback = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                said.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
            }
        }) {
            engine.calls()
                    .logContainerCmd(container)
                    .withStdOut(true)
                    .withStdErr(true)
                    .exec(callback)
                    .awaitCompletion();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return said.toString();
    }

    /** A container in which this script of the shell has run to its end. */
    String after(String script) throws IOException {
        String container = create("sh", "-ec", script);
        run(container);
        return container;
    }

    @Override
    public void close() throws IOException {
        for (String container : containers) {
            engine.calls()
                    .removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
        engine.close();
    }
}
