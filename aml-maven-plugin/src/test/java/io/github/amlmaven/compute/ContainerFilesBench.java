package io.github.amlmaven.compute;

import io.github.amlmaven.RunId;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a folder into a created container ({@code in}), takes one out of a stopped container into a new folder ({@code out}),
 * as the docker target does, or does nothing, which is what Java and docker-java cost ({@code none}); timed from outside, beside docker cp, and from inside once Java and docker-java
 * are there.
 */
final class ContainerFilesBench {
    private ContainerFilesBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        DockerAddress address = new DockerAddress(host, null, "the bench");
        try (DockerEngine engine = new DockerEngine(address)) {
            // What the target has done before: the container was made, or has been looked at.
            engine.calls().inspectContainerCmd(arguments[1]).exec();
            ContainerFiles files = new ContainerFiles(engine, arguments[1]);
            long start = System.nanoTime();
            long processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            if (arguments[0].equals("none")) {
                return;
            } else if (arguments[0].equals("in")) {
                files.put(new RunDirectory(new RunId("bench_1500000000000"), folder), 0, 0, List.of());
            } else {
                Files.createDirectory(folder);
                RunDirectory directory = new RunDirectory(new RunId("bench_1500000000000"), folder.toRealPath());
                files.take(directory, 1L << 40);
            }
            long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            System.out.println((System.nanoTime() - start) / 1_000_000 + " ms, of which the processor worked "
                    + (end - processor) / 1_000_000 + " ms");
        }
    }
}
