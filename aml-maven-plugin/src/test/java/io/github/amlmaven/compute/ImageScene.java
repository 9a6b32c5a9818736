package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.model.BuildResponseItem;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Image;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.Requirements.PythonPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A Docker engine and a project of its own, of which nothing is left afterwards. */
final class ImageScene implements AutoCloseable {
    static final String FILE = "aml_config/conda_dependencies.yml";

    private static final String MINE = "aml-test.image-scene";

    final DockerEngine engine = TestEngine.open();
    final ProjectId project =
            new ProjectId("aml-test", "image", UUID.randomUUID().toString());
    /** What the last preparation has printed. */
    final ByteArrayOutputStream log = new ByteArrayOutputStream();

    static PythonPackages conda(String... specs) {
        return new PythonPackages(FILE, List.of(), List.of(specs), List.of());
    }

    static PythonPackages pip(PipItem... items) {
        return new PythonPackages(FILE, List.of("defaults"), List.of("python=3.11"), List.of(items));
    }

    static PipItem line(String text) {
        return new PipItem(text, null);
    }

    static PipItem file(Path file) {
        return new PipItem("wheels/" + file.getFileName(), file);
    }

    EnvironmentImage image(String base, PythonPackages packages) {
        return new EnvironmentImage(engine, base, new Requirements(true, packages, null), Credentials.NONE, project);
    }

    EnvironmentImage.Prepared prepare(String base, PythonPackages packages) throws IOException {
        log.reset();
        return image(base, packages).prepare(log, new Cancellation());
    }

    String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    long buildSteps() {
        return log().lines().filter(line -> line.startsWith("Step ")).count();
    }

    /** A wheel by hand: a zip of four files, with one module of one variable. */
    static Path wheel(Path folder, String name, String version, String value) throws IOException {
        Path wheel = folder.resolve(name + "-" + version + "-py3-none-any.whl");
        Files.deleteIfExists(wheel);
        String info = name + "-" + version + ".dist-info/";
        try (FileSystem zip = FileSystems.newFileSystem(wheel, Map.of("create", "true"))) {
            Files.createDirectory(zip.getPath(info));
            Files.writeString(zip.getPath(name + ".py"), "value = '" + value + "'\n");
            Files.writeString(
                    zip.getPath(info + "METADATA"),
                    "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
            Files.writeString(
                    zip.getPath(info + "WHEEL"), "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            Files.writeString(
                    zip.getPath(info + "RECORD"),
                    name + ".py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n");
        }
        return wheel;
    }

    /** An image made of another by some lines of a Dockerfile; it goes with the scene. */
    String derive(String base, Map<String, String> files, String... lines) throws IOException {
        String name = "aml-test-image:" + UUID.randomUUID();
        TarStream tar = new TarStream()
                .add(
                        "Dockerfile",
                        ("FROM " + base + "\nLABEL " + MINE + "=" + project.project() + "\n" + String.join("\n", lines)
                                        + "\n")
                                .getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, String> file : files.entrySet()) {
            tar.add(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
        BuildLog build = new BuildLog(log);
        EngineStream.<BuildResponseItem>read(
                engine,
                "making a base image",
                new Cancellation(),
                engine.streams()
                        .buildImageCmd(tar.open())
                        .withTags(Set.of(name))
                        .withRemove(true)
                        .withForcerm(true)::exec,
                build::read);
        if (build.failure() != null) {
            throw new AssertionError(log());
        }
        return name;
    }

    /** What a command in an image prints, run by a user. */
    String run(String image, String user, String... command) throws IOException {
        CreateContainerResponse container = engine.calls()
                .createContainerCmd(image)
                .withEntrypoint()
                .withCmd(command)
                .withUser(user)
                .withLabels(Map.of(MINE, project.project()))
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec();
        try {
            engine.calls().startContainerCmd(container.getId()).exec();
            StringBuilder out = new StringBuilder();
            engine.streams()
                    .logContainerCmd(container.getId())
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(new ResultCallback.Adapter<Frame>() {
                        @Override
                        public void onNext(Frame frame) {
                            out.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                        }
                    })
                    .awaitCompletion(1, TimeUnit.MINUTES);
            return out.toString().strip();
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            engine.calls().removeContainerCmd(container.getId()).withForce(true).exec();
        }
    }

    /** What the making of environments has left in the engine: images and containers. */
    List<String> leftovers() {
        Map<String, String> label = Map.of("io.github.amlmaven.project", project.path());
        List<String> left = new ArrayList<>();
        engine.calls()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(label)
                .exec()
                .forEach(each -> left.add("container " + each.getId()));
        engine.calls().listImagesCmd().withLabelFilter(label).exec().forEach(each -> left.add("image " + each.getId()));
        return left;
    }

    @Override
    public void close() throws IOException {
        awaitNoContainers();
        remove("io.github.amlmaven.project", project.path());
        remove(MINE, project.project());
        engine.close();
    }

    /** An engine whose build was stopped removes its container by itself, and soon. */
    void awaitNoContainers() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (leftovers().toString().contains("container") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(leftovers()).noneMatch(left -> left.startsWith("container"));
    }

    private void remove(String label, String value) {
        engine.calls()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(label, value))
                .exec()
                .forEach(each -> engine.calls()
                        .removeContainerCmd(each.getId())
                        .withForce(true)
                        .exec());
        for (Image image : engine.calls()
                .listImagesCmd()
                .withLabelFilter(Map.of(label, value))
                .exec()) {
            boolean isThere =
                    !engine
                            .calls()
                            .listImagesCmd()
                            .withShowAll(true)
                            .withLabelFilter(Map.of(label, value))
                            .exec()
                            .stream()
                            .filter(each -> each.getId().equals(image.getId()))
                            .toList()
                            .isEmpty();
            // It may have gone with another that was made of it.
            if (isThere) {
                engine.calls().removeImageCmd(image.getId()).withForce(true).exec();
            }
        }
    }
}
