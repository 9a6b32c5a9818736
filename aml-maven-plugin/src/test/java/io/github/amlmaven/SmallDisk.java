package io.github.amlmaven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real file system of a few hundred KB, mounted where only the test's own process sees it. */
public record SmallDisk(Path root) implements AutoCloseable {

    /** Runs the main method of a class in a mount namespace of its own; its first argument is a new folder. */
    public static void inOwnNamespace(Class<?> program, Path folder, String... arguments) throws Exception {
        Required.that(
                works("unshare", "-m", "mount", "-t", "tmpfs", "none", folder.toString())
                        && works("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin command -v mkfs.ext4"),
                "small disks cannot be mounted -> run as root (in a container: with CAP_SYS_ADMIN), and install"
                        + " util-linux and e2fsprogs");
        List<String> command = new ArrayList<>(List.of("unshare", "-m"));
        command.addAll(java(program, folder, arguments));
        run(command);
    }

    /** The command that runs the main method of a class in a Java of its own. */
    public static List<String> java(Class<?> program, Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Daml.long=" + Boolean.getBoolean("aml.long"),
                "-Daml.seed=" + System.getProperty("aml.seed", ""),
                "-cp",
                classPath(),
                program.getName(),
                folder.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** No more than is used, since each jar that is looked through takes one of the few file handles. */
    private static String classPath() {
        StringBuilder path = new StringBuilder();
        for (Class<?> used : List.of(
                SmallDisk.class,
                RunId.class,
                com.fasterxml.jackson.core.JsonFactory.class,
                org.eclipse.jgit.ignore.IgnoreNode.class,
                org.jspecify.annotations.Nullable.class,
                org.slf4j.LoggerFactory.class,
                org.junit.jupiter.api.Test.class,
                org.junit.platform.commons.JUnitException.class,
                org.assertj.core.api.Assertions.class)) {
            path.append(Path.of(URI.create(used.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString())))
                    .append(File.pathSeparator);
        }
        return path.toString();
    }

    /** Whether a command is there and ends well. */
    public static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Runs a command to its end, which must be a good one; what it said is part of the failure if not. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** A file system in memory. */
    public static SmallDisk inMemory(Path root, long bytes, int files) throws Exception {
        Files.createDirectories(root);
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes + ",nr_inodes=" + files, "none", root.toString()));
        return new SmallDisk(root);
    }

    /** An ext4 file system in a file, as on an ordinary disk. */
    public static SmallDisk ext4(Path root, Path image, long bytes) throws Exception {
        Files.createDirectories(root);
        run(List.of("truncate", "-s", String.valueOf(bytes), image.toString()));
        run(List.of("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin mkfs.ext4 -q -F -m 0 \"$0\"", image.toString()));
        run(List.of("mount", "-o", "loop", image.toString(), root.toString()));
        return new SmallDisk(root);
    }

    /** Mounts it again with another option, such as {@code ro} or {@code size=1000000}. */
    public void remount(String option) throws Exception {
        run(List.of("mount", "-o", "remount," + option, root.toString()));
    }

    @Override
    public void close() throws IOException {
        try {
            run(List.of("umount", root.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The seed of a random test, told and taken from {@code -Daml.seed}. */
    public static long seed() {
        String given = System.getProperty("aml.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("seed: -Daml.seed=" + seed);
        return seed;
    }
}
