package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files into and out of containers of the real engine. */
@Timeout(180)
class ContainerFilesTest {
    private static final long LIMIT = 512L * 1024 * 1024;

    @TempDir
    Path temp;

    private RealContainers containers;
    private RunDirectory directory;

    @BeforeEach
    void makeRun() throws IOException {
        containers = RealContainers.required();
        directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000000"));
    }

    @AfterEach
    void removeContainers() throws IOException {
        containers.close();
    }

    @Test
    void whatGoesInComesOutAsItWas() throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("ContainerFilesTest: seed " + seed);
        OddTree.fill(Files.createDirectory(directory.root().resolve("in")), new Random(seed));
        directory.addRunFolders();
        Files.writeString(directory.root().resolve(".aml-launched"), "ours");
        String container = containers.create("sh", "-exc", """
                test ! -e .aml-launched
                test "$(stat -c %u:%g:%a . outputs azureml-logs | sort -u)" = 1234:2345:700
                test "$(find . ! -user 1234 -o ! -group 2345)" = ''
                test "$(stat -c %u:%g:%a:%s /azureml-home /etc/passwd)" = '1234:0:711:4096
                0:0:644:6'
                cp -a in outputs/back
                mv in/moved.txt outputs/
                echo 0 0 0 > azureml-setup/complete
                """);
        ContainerFiles files = files(container);

        files.put(
                directory,
                1234,
                2345,
                List.of(
                        ExtraFile.folder("azureml-home", 0711, 1234, 0),
                        ExtraFile.file("etc/passwd", "hello\n".getBytes(StandardCharsets.UTF_8), 0644, 0, 0),
                        ExtraFile.file("azureml-run/azureml-setup/variables.sh", new byte[0], 0600, 1234, 2345)));
        containers.run(container);
        Map<String, String> in = OddTree.list(directory.root().resolve("in"));
        files.take(directory, LIMIT);

        Map<String, String> back = OddTree.list(directory.outputs().resolve("back"));
        in.values().removeIf(entry -> entry.startsWith("link"));
        assertThat(back).isEqualTo(in);
        assertThat(directory.outputs().resolve("moved.txt")).hasContent("moved");
        assertThat(directory.root().resolve("azureml-setup/variables.sh")).isEmptyFile();
        assertThat(directory.complete()).hasContent("0 0 0");
        assertThat(Files.getLastModifiedTime(directory.complete()).toInstant())
                .isBetween(Instant.now().minus(Duration.ofMinutes(2)), Instant.now());
        assertThat(directory.controlLog()).isEmptyFile();
        assertThat(Outputs.of(directory, LIMIT).leftOut()).isNotEmpty().allSatisfy(left -> assertThat(
                        left.path() + " " + left.reason())
                .matches("outputs/back/.*link.* is a link to .*"));
        assertThat(ContainerFiles.isTaken(directory)).isTrue();
        assertThat(ContainerFiles.keepsContainer(directory)).isFalse();
    }

    @Test
    void usersWithLargeNumbersOwnWhatGoesIn() throws IOException {
        Files.writeString(directory.root().resolve("train.py"), "print()");
        String container = containers.create("sh", "-ec", "stat -c %u:%g:%s train.py > said.txt");

        files(container).put(directory, -3, 1_600_000_000, List.of());
        containers.run(container);
        files(container).take(directory, LIMIT);

        assertThat(directory.root().resolve("said.txt")).hasContent("4294967293:1600000000:7");
    }

    @Test
    void outputsThatAreALinkBringNothingOfIt() throws IOException {
        directory.addRunFolders();
        Files.writeString(directory.outputs().resolve("of-the-project"), "x");
        String container =
                containers.after("ln -s /etc outputs; mkdir azureml-setup; ln -s /etc azureml-setup/uploads");

        files(container).take(directory, LIMIT);

        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .containsExactly("azureml-logs/control_log.txt", "azureml-logs/driver_log.txt");
        assertThat(outputs.leftOut()).containsExactly(new Outputs.LeftOut("outputs", 0, "is a link to /etc"));
        assertThat(find("passwd")).isEmpty();
    }

    @Test
    void aRunFolderThatIsALinkBringsNothingOfIt() throws IOException {
        directory.addRunFolders();
        String container = containers.after("cd /; rm -r azureml-run; ln -s /etc azureml-run");

        files(container).take(directory, LIMIT);

        assertThat(Outputs.of(directory, LIMIT).leftOut())
                .containsExactly(
                        new Outputs.LeftOut("outputs", 0, "is not brought back: /azureml-run is a link to /etc"));
        assertThat(find("passwd")).isEmpty();
    }

    @Test
    void aRunFolderThatIsGoneIsTold() throws IOException {
        directory.addRunFolders();
        String container = containers.after("cd /; rm -r azureml-run");

        files(container).take(directory, LIMIT);

        assertThat(Outputs.of(directory, LIMIT).leftOut())
                .containsExactly(new Outputs.LeftOut(
                        "outputs", 0, "is not brought back: there is no /azureml-run in the container any more"));
        assertThatThrownBy(() -> files("no-such-container").take(otherDirectory(), LIMIT))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void takesWhatIsAFileAndNamesTheRest() throws IOException {
        directory.addRunFolders();
        String container = containers.after("""
                mkdir -p outputs azureml-setup/uploads/plots
                echo x > outputs/file; ln outputs/file outputs/hard; ln -s file outputs/link; mkfifo outputs/pipe
                mknod outputs/device c 1 5; mkdir outputs/shut; echo y > outputs/shut/in; chmod 0 outputs/shut outputs/shut/in
                printf z > "$(printf 'outputs/bad\\377')"; mkdir "$(printf 'outputs/worse\\377')"
                echo a > "$(printf 'outputs/worse\\377')/in"; chmod 4755 outputs/file
                ln -s /etc/passwd azureml-setup/uploads/plots/link; echo p > azureml-setup/uploads/plots/plot
                mkfifo elsewhere
                """);

        files(container).take(directory, LIMIT);

        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .containsExactly(
                        "azureml-logs/control_log.txt",
                        "azureml-logs/driver_log.txt",
                        "outputs/file",
                        "outputs/hard",
                        "outputs/shut/in",
                        "plots/plot");
        assertThat(outputs.leftOut())
                .extracting(left -> left.path() + " " + left.reason())
                .containsExactly(
                        "outputs/bad\\xff has a name that is not valid UTF-8; rename it in the script",
                        "outputs/device is a pipe, socket or device",
                        "outputs/link is a link to file",
                        "outputs/pipe is a pipe, socket or device",
                        "outputs/worse\\xff has a name that is not valid UTF-8; rename it in the script",
                        "plots/link is a link to /etc/passwd");
        assertThat(directory.outputs().resolve("hard")).hasContent("x");
        assertThat(Files.getAttribute(directory.outputs().resolve("hard"), "unix:nlink"))
                .isEqualTo(1);
        assertThat(Files.getAttribute(directory.outputs().resolve("file"), "unix:mode"))
                .isEqualTo(0100755);
        assertThat(directory.controlLog())
                .content()
                .contains("1 entries that are no outputs were left in the container; the first: elsewhere is a pipe,"
                        + " socket or device");
        try (Stream<Path> all = Files.walk(directory.root())) {
            assertThat(all).allMatch(path -> isOurs(path));
        }
    }

    @Test
    void aTerabyteOfNothingIsLeftAndTheRestComes() throws IOException {
        directory.addRunFolders();
        Files.writeString(directory.root().resolve("train.py"), "as it was");
        String container = containers.after("""
                mkdir -p outputs/deep/er azureml-logs zzz; echo changed > train.py; echo log > azureml-logs/driver_log.txt
                truncate -s 1099511627776 outputs/b.bin; truncate -s 1099511627776 outputs/deep/b.bin; truncate -s 1099511627776 zzz/b.bin
                for i in a c d; do echo $i > outputs/$i; echo $i > outputs/deep/$i; echo $i > outputs/deep/er/$i; done
                echo z > "$(printf 'outputs/q\\377')"; echo last > zzz/c; echo "it's" > 'outputs/ä b'
                truncate -s 1099511627776 "outputs/it's big"
                """);

        Instant start = Instant.now();
        files(container).take(directory, LIMIT);

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        Outputs outputs = Outputs.of(directory, LIMIT);
        assertThat(outputs.files().stream()
                        .map(output -> output.path().value())
                        .filter(path -> path.startsWith("outputs/")))
                .containsExactly(
                        "outputs/a",
                        "outputs/c",
                        "outputs/d",
                        "outputs/deep/a",
                        "outputs/deep/c",
                        "outputs/deep/d",
                        "outputs/deep/er/a",
                        "outputs/deep/er/c",
                        "outputs/deep/er/d",
                        "outputs/ä b");
        String over = " is not under the limit of 536870912 bytes for one output; raise it with"
                + " -Daml.outputSizeLimit=1099511627777; it is still in the container: docker cp ";
        assertThat(outputs.leftOut())
                .extracting(left -> left.path() + " " + left.reason())
                .containsExactly(
                        "outputs/b.bin" + over + container + ":/azureml-run/outputs/b.bin .",
                        "outputs/deep/b.bin" + over + container + ":/azureml-run/outputs/deep/b.bin .",
                        "outputs/it's big" + over + "'" + container + ":/azureml-run/outputs/it'\\''s big' .",
                        "outputs/q\ufffd has a name that is not valid UTF-8; rename it in the script");
        assertThat(directory.root().resolve("zzz/c")).hasContent("last");
        assertThat(directory.driverLog()).hasContent("log");
        assertThat(ContainerFiles.keepsContainer(directory)).isTrue();
    }

    @Test
    void oneTerabyteCostsNextToNothing() throws IOException {
        directory.addRunFolders();
        String container =
                containers.after("mkdir outputs; truncate -s 1099511627776 outputs/b.bin; echo x > outputs/c");
        files(container).take(otherDirectory(), LIMIT); // so that the classes are there

        try (CountingProxy proxy = new CountingProxy(temp.resolve("proxy.sock"))) {
            proxy.engine.calls().pingCmd().exec();
            Instant start = Instant.now();
            new ContainerFiles(proxy.engine, container).take(directory, LIMIT);

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
            assertThat(proxy.received.get()).isLessThan(1_000_000);
        }
        assertThat(directory.outputs().resolve("c")).hasContent("x");
    }

    @Test
    void anEngineThatDiesInTheMiddleLosesNothing() throws IOException {
        directory.addRunFolders();
        String container =
                containers.after("mkdir outputs; head -c 20000000 /dev/urandom > outputs/a; echo x > outputs/b");
        try (CountingProxy proxy = new CountingProxy(temp.resolve("proxy.sock"))) {
            proxy.engine.calls().pingCmd().exec();
            ContainerFiles files = new ContainerFiles(proxy.engine, container);
            for (long cut : new long[] {100, 10_000, 1_000_000, 19_000_000, 20_002_000}) {
                proxy.cutAfter = proxy.received.get() + cut;
                assertThatThrownBy(() -> files.take(directory, LIMIT))
                        .isInstanceOfSatisfying(AmlException.class, away -> assertThat(DockerEngine.isAway(away))
                                .isTrue())
                        .hasMessageStartingWith("cannot reach the Docker engine");
                assertThat(ContainerFiles.isTaken(directory)).isFalse();
            }
            proxy.cutAfter = Long.MAX_VALUE;

            files.take(directory, LIMIT);
        }
        assertThat(directory.outputs().resolve("a")).hasSize(20_000_000);
        assertThat(directory.outputs().resolve("b")).hasContent("x");
    }

    @Test
    void aLargeFileBesideManySmallOnesIsReadPast() throws IOException {
        directory.addRunFolders();
        String container = containers.after(
                "mkdir outputs; truncate -s 100M outputs/a; cd outputs; for i in $(seq 1000); do echo $i > $i; done");

        Instant start = Instant.now();
        files(container).take(directory, 1024);

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(directory.outputs().toFile().list()).hasSize(1000);
        assertThat(Outputs.of(directory, 1024).leftOut())
                .extracting(Outputs.LeftOut::path)
                .containsExactly("outputs/a");
    }

    @Test
    void aCrowdOfOtherFilesKeepsNoOutputBack() throws IOException {
        directory.addRunFolders();
        String container = containers.after("""
                mkdir aaa azureml-logs azureml-setup outputs; for i in $(seq 300); do echo $i > aaa/$i; done
                echo log > azureml-logs/driver_log.txt; echo 0 0 0 > azureml-setup/complete; echo x > outputs/c
                truncate -s 1099511627776 outputs/b
                """);

        files(container).take(directory, LIMIT, 400);

        assertThat(directory.outputs().resolve("c")).hasContent("x");
        assertThat(directory.driverLog()).hasContent("log");
        assertThat(directory.complete()).hasContent("0 0 0");
        assertThat(directory.controlLog())
                .content()
                .contains("the run folder has more than 200 files and folders that are no outputs");
    }

    @Test
    void tooManyOutputsAreSaidToBeTooMany() throws IOException {
        directory.addRunFolders();
        String container = containers.after("mkdir outputs; cd outputs; for i in $(seq 300); do echo $i > $i; done");

        files(container).take(directory, LIMIT, 200);

        assertThat(Outputs.of(directory, LIMIT).leftOut())
                .extracting(left -> left.path() + " " + left.reason())
                .containsExactly("outputs is not complete: the run has left too many files, or too large ones; it is"
                        + " still in the container: docker cp " + container + ":/azureml-run/ .");
        assertThat(ContainerFiles.keepsContainer(directory)).isTrue();
    }

    @Test
    void tenThousandFilesCome() throws IOException {
        directory.addRunFolders();
        String container = containers.after("mkdir outputs; cd outputs; for i in $(seq 10000); do echo $i > $i; done");

        files(container).take(directory, LIMIT);

        assertThat(directory.outputs().toFile().list()).hasSize(10_000);
        assertThat(directory.outputs().resolve("10000")).hasContent("10000");
    }

    @Test
    void takesOnceAndAgainOnlyAfterAnInterruption() throws Exception {
        directory.addRunFolders();
        String container =
                containers.after("mkdir outputs; echo x > outputs/x; head -c 300000000 /dev/zero > outputs/y");
        Files.createDirectories(directory.taken());
        Files.writeString(directory.taken().resolve("_outputs|x"), "from before");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> files(container).take(directory, LIMIT)).isInstanceOf(IOException.class);
        Thread.interrupted();
        interruptedInTheMiddle(container);
        assertThat(ContainerFiles.isTaken(directory)).isFalse();

        files(container).take(directory, LIMIT);

        assertThat(directory.outputs().resolve("x")).hasContent("x");
        assertThat(directory.outputs().resolve("y")).hasSize(300_000_000);
        assertThat(directory.taken()).doesNotExist();
        Files.delete(directory.outputs().resolve("x"));
        files(container).take(directory, LIMIT);
        assertThat(directory.outputs().resolve("x")).doesNotExist();
        Files.writeString(directory.root().resolve(".aml-taken-out"), "another boot removable");
        files(container).take(directory, LIMIT);
        assertThat(directory.outputs().resolve("x")).hasContent("x");
    }

    private void interruptedInTheMiddle(String container) throws Exception {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                files(container).take(directory, LIMIT);
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        thread.start();
        Path growing = directory.outputs().resolve("y");
        while (!Files.exists(growing) && thread.isAlive()) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join();
        assertThat(thrown[0])
                .isInstanceOfAny(InterruptedIOException.class, java.nio.channels.ClosedByInterruptException.class);
    }

    @Test
    void theDriverLogIsReadOnWhereItWas() throws IOException {
        directory.addRunFolders();
        Files.writeString(directory.driverLog(), "one\ntwo\n");
        Object before = Files.readAttributes(directory.driverLog(), "unix:ino");
        String container =
                containers.after("mkdir azureml-logs; printf 'one\\ntwo\\nthree\\n' > azureml-logs/driver_log.txt;"
                        + "echo theirs > azureml-logs/control_log.txt; echo theirs > azureml-logs/prepare_log.txt");
        directory.log("ours");

        files(container).take(directory, LIMIT);

        assertThat(directory.driverLog()).hasContent("one\ntwo\nthree");
        assertThat(Files.readAttributes(directory.driverLog(), "unix:ino")).isEqualTo(before);
        assertThat(directory.controlLog()).content().contains("ours").doesNotContain("theirs");
        assertThat(directory.prepareLog()).doesNotExist();
        for (String other : List.of("", "one\ntwo\nthree\nfour\n", "other\n", "one\nTWO\nthree\nand more\n")) {
            RunDirectory again = otherDirectory();
            Files.writeString(again.driverLog(), other);
            files(container).take(again, LIMIT);
            assertThat(again.driverLog()).hasContent("one\ntwo\nthree");
            again.delete();
        }
    }

    @Test
    void logsThatHaveBecomeSomethingElseStayAsTheyWere() throws IOException {
        directory.addRunFolders();
        Files.writeString(directory.driverLog(), "shown live");
        directory.log("ours");
        String container = containers.after("""
                mkdir -p azureml-logs/control_log.txt azureml-logs/prepare_log.txt outputs
                echo x > azureml-logs/a.txt; ln azureml-logs/a.txt azureml-logs/driver_log.txt
                ln azureml-logs/a.txt outputs/a.txt
                """);

        files(container).take(directory, LIMIT);

        assertThat(directory.controlLog()).content().contains("ours").contains("2 entries that are no outputs");
        assertThat(directory.driverLog()).hasContent("x");
        assertThat(directory.outputs().resolve("a.txt")).hasContent("x");
        RunDirectory other = otherDirectory();
        Files.writeString(other.driverLog(), "shown live");
        files(containers.after("mkdir -p azureml-logs/driver_log.txt outputs")).take(other, LIMIT);
        assertThat(other.driverLog()).hasContent("shown live");
        assertThat(other.outputs()).isEmptyDirectory();
    }

    @Test
    void filesOfTheProjectThatDidNotChangeAreNotWritten() throws IOException {
        Path same = Files.writeString(directory.root().resolve("same.txt"), "aaaa");
        Path changed = Files.writeString(directory.root().resolve("changed.txt"), "aaaa");
        Files.setLastModifiedTime(same, FileTime.from(Instant.parse("2017-09-08T12:31:21.116Z")));
        Path folder = Files.createDirectories(directory.root().resolve("folder/below"));
        Files.writeString(folder.resolve("x"), "x");
        directory.addRunFolders();
        Files.writeString(directory.outputs().resolve("of-the-project"), "x");
        Object inode = Files.getAttribute(same, "unix:ino");
        String container = containers.create(
                "sh", "-ec", "echo bb > changed.txt; rm outputs/of-the-project; rm -r folder; echo file > folder");

        files(container).put(directory, 0, 0, List.of());
        containers.run(container);
        files(container).take(directory, LIMIT);

        assertThat(Files.getAttribute(same, "unix:ino")).isEqualTo(inode);
        assertThat(changed).hasContent("bb");
        assertThat(directory.root().resolve("folder")).hasContent("file");
        assertThat(directory.outputs()).isEmptyDirectory();
    }

    @Test
    void whatTheEngineRefusesIsToldAndNotItsHangingUp() throws IOException {
        Files.write(directory.root().resolve("large"), new byte[20_000_000]);
        String container = containers.readOnly();

        assertThatThrownBy(() -> files(container).put(directory, 0, 0, List.of()))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("read-only");
        assertThatThrownBy(() -> files("no-such-container").put(directory, 0, 0, List.of()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void readsSmallFilesAndFollowsNoLink() throws IOException {
        String container = containers.after("echo hello > small; : > empty; ln -s /etc/passwd link; mkdir folder");
        ContainerFiles files = files(container);

        assertThat(files.read("/azureml-run/small", 100).orElseThrow())
                .asString()
                .isEqualTo("hello\n");
        assertThat(files.read("/azureml-run/small", 5)).isEmpty();
        assertThat(files.read("/azureml-run/empty", 100)).isEmpty();
        assertThat(files.read("/azureml-run/link", 10_000)).isEmpty();
        assertThat(files.read("/azureml-run/folder", 10_000)).isEmpty();
        assertThat(files.read("/azureml-run/nothing", 10_000)).isEmpty();
        assertThat(files.read("/etc/passwd", 10_000).orElseThrow()).asString().startsWith("root:");
    }

    private ContainerFiles files(String container) {
        return new ContainerFiles(containers.engine, container);
    }

    private RunDirectory otherDirectory() throws IOException {
        RunDirectory other = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000001"));
        other.addRunFolders();
        return other;
    }

    private List<Path> find(String name) throws IOException {
        try (Stream<Path> all = Files.walk(directory.root())) {
            return all.filter(path -> path.endsWith(name)).toList();
        }
    }

    private static boolean isOurs(Path path) {
        try {
            return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(io.github.amlmaven.Ownership.ourUid())
                    && Files.isReadable(path)
                    && Files.isWritable(path);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Names, modes and contents of every kind. */
    private static final class OddTree {
        static void fill(Path root, Random random) throws IOException {
            Files.writeString(root.resolve("moved.txt"), "moved");
            Files.createDirectory(root.resolve("empty"));
            Path deep = root;
            for (int i = 0; i < 12; i++) {
                deep = Files.createDirectory(deep.resolve("folder-with-a-name-of-some-length-" + i));
            }
            Files.writeString(deep.resolve("bottom"), "deep");
            Files.createSymbolicLink(root.resolve("link"), Path.of("empty"));
            Files.createSymbolicLink(root.resolve("dangling-link"), Path.of("x".repeat(150) + "/ü"));
            List<String> names = List.of(
                    "a b",
                    "ü",
                    "\u00fc\u0308",
                    "line\nfeed",
                    "tab\t",
                    "'",
                    "\"",
                    "\\",
                    "-rf",
                    "*",
                    "\ud83d\ude00",
                    "\ufffd",
                    "n".repeat(255),
                    "é".repeat(127),
                    "x.",
                    " ",
                    "...",
                    ".hidden",
                    "\u0001\u007f");
            for (String name : names) {
                Path file = root.resolve(name);
                byte[] content = new byte[random.nextInt(300_000)];
                random.nextBytes(content);
                Files.write(file, content);
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(random.nextBoolean() ? "rwxr-x--x" : "rw-------"));
                Files.setLastModifiedTime(file, FileTime.fromMillis(random.nextInt(Integer.MAX_VALUE) * 500L));
            }
            for (int size : new int[] {0, 1, 511, 512, 513, 131_072, 130_560, 130_561}) {
                Files.write(root.resolve("size-" + size), new byte[size]);
            }
        }

        /** What is there: kind, mode, time and content by name. */
        static Map<String, String> list(Path root) throws IOException {
            Map<String, String> found = new TreeMap<>();
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.toList()) {
                    String name = root.relativize(path).toString();
                    if (Files.isSymbolicLink(path)) {
                        found.put(name, "link " + Files.readSymbolicLink(path));
                    } else if (Files.isDirectory(path)) {
                        found.put(name, "folder");
                    } else {
                        found.put(
                                name,
                                Files.getPosixFilePermissions(path) + " "
                                        + Files.getLastModifiedTime(path).toMillis() / 1000 + " "
                                        + java.util.Arrays.hashCode(Files.readAllBytes(path)));
                    }
                }
            }
            return found;
        }
    }
}
