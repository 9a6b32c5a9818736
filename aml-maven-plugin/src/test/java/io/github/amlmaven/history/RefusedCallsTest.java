package io.github.amlmaven.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.Required;
import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.SourceException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that the system refuses, by its own limits or by strace in its place, in a Java of their own. */
class RefusedCallsTest {
    private static final byte[] CONTENT = "model".repeat(40_000).getBytes(UTF_8);

    @TempDir
    Path folder;

    private Path object;

    @BeforeEach
    void makeHistory() throws IOException {
        RunHistory history = Runs.history(folder.resolve("store"));
        OpenRun run = history.claim(Runs.start());
        run.add(new ArtifactPath("outputs/model"), Files.write(folder.resolve("model"), CONTENT));
        run.complete(Runs.completed());
        object = Runs.project(folder.resolve("store")).resolve("ExperimentRun/" + run.id() + "/outputs/model");
        Files.write(folder.resolve("source"), CONTENT);
    }

    @Test
    void noMoreFilesMayBeOpen() throws Exception {
        limited("ulimit -n 64", "handles");
    }

    /** As a quota would, which needs a kernel with quota support. */
    @Test
    void noLargeFilesMayBeWritten() throws Exception {
        limited("ulimit -f 100", "large");
    }

    @Test
    void aQuotaThatIsUsedUp() throws Exception {
        traced("inject=fsync:error=EDQUOT", folder.resolve("store"), "quota");
    }

    @Test
    void aDiskThatFailsToReadTheSource() throws Exception {
        traced("inject=read,pread64:error=EIO", folder.resolve("source"), "source");
    }

    @Test
    void aDiskThatFailsToReadAnObject() throws Exception {
        traced("inject=read,pread64:error=EIO", object, "object");
    }

    private void limited(String limit, String what) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", limit + "; exec \"$@\"", "sh"));
        command.addAll(SmallDisk.java(Program.class, folder, what));
        SmallDisk.run(command);
    }

    private void traced(String inject, Path path, String what) throws Exception {
        Required.that(
                SmallDisk.works("strace", "-o", "/dev/null", "true"),
                "strace cannot be used -> apt-get install strace, in a container with CAP_SYS_PTRACE");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", inject));
        if (!what.equals("quota")) {
            command.addAll(List.of("-P", path.toString()));
        }
        command.addAll(SmallDisk.java(Program.class, folder, what));
        SmallDisk.run(command);
    }

    /** The program whose calls are refused. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            FolderStore store = new FolderStore(folder.resolve("store"));
            RunHistory history = new RunHistory(store, Runs.PROJECT);
            Path source = folder.resolve("source");
            switch (args[1]) {
                case "handles" -> handles(folder, store, history);
                case "large" -> {
                    refused(() -> store.create("new", CONTENT), "the file is larger than");
                    assertThat(store.create("small", new byte[10])).isTrue();
                    RunRecord run = history.find("1");
                    assertThatThrownBy(() -> history.download(run, run.artifacts(), folder.resolve("d"), false))
                            .isInstanceOf(AmlException.class)
                            .hasMessageContaining("the file is larger than");
                    assertThat(folder.resolve("d/outputs").toFile().list()).isEmpty();
                    refused(() -> store.copy("new", source, Sha256.of(CONTENT)), "the file is larger than");
                    store.add("new", source);
                }
                case "quota" -> {
                    refused(() -> store.create("new", CONTENT), "your disk quota is used up: 200,000 bytes needed");
                    assertThat(store.size("new")).isEmpty();
                    refused(() -> store.replace("new", CONTENT), "your disk quota is used up: ");
                    assertThat(history.list(RunFilter.ALL).runs()).hasSize(1);
                }
                case "source" -> {
                    Files.createLink(folder.resolve("second name"), source); // so that it is copied, under its own name
                    assertThatThrownBy(() -> store.add("new", source))
                            .isInstanceOf(SourceException.class)
                            .hasMessage(source + " cannot be read: Input/output error");
                    assertThatThrownBy(() -> store.copy("new", source, Sha256.of(CONTENT)))
                            .isInstanceOf(SourceException.class);
                    assertThat(source).exists();
                    assertThat(store.create("other", CONTENT)).isTrue();
                }
                case "object" -> {
                    RunRecord run = history.find("1");
                    assertThatThrownBy(() -> history.download(run, run.artifacts(), folder.resolve("d"), false))
                            .isInstanceOf(AmlException.class)
                            .hasMessageStartingWith("nothing has been downloaded: " + folder.resolve("store"))
                            .hasMessageContaining("outputs/model: the disk fails to read or write");
                    assertThat(folder.resolve("d/outputs").toFile().list()).isEmpty();
                    List<Finding> findings = new ArrayList<>();
                    history.verification().run(findings::add);
                    assertThat(findings).hasSize(1);
                    assertThat(findings.get(0).kind()).isEqualTo(Finding.Kind.UNREADABLE);
                }
                default -> throw new IllegalArgumentException(args[1]);
            }
        }

        private static void handles(Path folder, FolderStore store, RunHistory history) throws Exception {
            Path source = folder.resolve("source");
            everyCall(store, history, folder, "warm"); // a class cannot be loaded when no file can be opened
            Files.write(source, CONTENT);
            DiskException.of(new IOException("Too many open files"), source, 0, "");
            List<InputStream> open = new ArrayList<>();
            try {
                while (open.size() < 1000) {
                    open.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException e) {
                assertThat(e.getMessage()).contains("Too many open files");
            }
            List<Throwable> failures = new ArrayList<>();
            for (Call call : calls(store, history, folder, "none")) {
                try {
                    call.run();
                } catch (IOException | AmlException e) {
                    failures.add(e);
                }
            }
            for (InputStream stream : open) {
                stream.close();
            }
            assertThat(open.size()).isBetween(1, 63);
            assertThat(failures).hasSize(5).allSatisfy(failure -> {
                assertThat(failure.getMessage()).contains("too many files are open in this process");
                assertThat(failure instanceof DiskException disk ? disk.remedy() : failure.getMessage())
                        .contains("ulimit -n 4096");
            });
            assertThat(source).exists();
            everyCall(store, history, folder, "again");
        }

        private static void everyCall(FolderStore store, RunHistory history, Path folder, String name)
                throws Exception {
            for (Call call : calls(store, history, folder, name)) {
                call.run();
            }
        }

        private static List<Call> calls(FolderStore store, RunHistory history, Path folder, String name) {
            Path source = folder.resolve("source");
            return List.of(
                    () -> store.create(name + 1, CONTENT),
                    () -> store.copy(name + 2, source, Sha256.of(CONTENT)),
                    () -> store.add(name + 3, source),
                    () -> store.read("local/default/iris/numbers/00000001"),
                    () -> {
                        RunRecord run = history.find("1");
                        history.download(run, run.artifacts(), folder.resolve(name), false);
                    });
        }

        private static void refused(Call call, String words) {
            assertThatThrownBy(call::run).isInstanceOf(DiskException.class).hasMessageContaining(words);
        }
    }

    @AfterEach
    void nothingIsLeftBehind() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".aml-"));
        }
    }

    /** A call that may be refused. */
    private interface Call {
        void run() throws IOException;
    }
}
