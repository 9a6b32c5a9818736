package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts, users and consoles that make it hard to bring a job to its end. */
@Timeout(60)
class HostileScriptTest {
    @TempDir
    Path temp;

    private int runs;

    @Test
    void aScriptThatRemovesTheRunsFoldersKeepsItsExitCode() throws IOException {
        Job job = job("rm -rf azureml-setup azureml-logs; exit 3", Map.of());
        RunDirectory directory = directory();

        assertThat(run(job, directory)).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));

        directory.log("not to be written");
        assertThat(Outputs.of(directory, 1000).leftOut())
                .containsExactly(
                        new Outputs.LeftOut("azureml-logs/control_log.txt", 0, "was removed or replaced by the script"),
                        new Outputs.LeftOut("azureml-logs/driver_log.txt", 0, "was removed or replaced by the script"));
    }

    @Test
    void aLogThatHasBecomeALinkOrAPipeIsNeitherWrittenNorOpened() throws IOException {
        Path victim = Files.writeString(temp.resolve("victim"), "untouched");
        Job job = job(
                "ln -sf '" + victim + "' azureml-logs/control_log.txt; rm azureml-logs/driver_log.txt; "
                        + "mkfifo azureml-logs/driver_log.txt",
                Map.of());
        RunDirectory directory = directory();

        assertThat(run(job, directory).succeeded()).isTrue();

        directory.log("not to be written");
        assertThat(victim).hasContent("untouched");
        assertThat(Outputs.of(directory, 1000).files()).isEmpty();
    }

    @Test
    void foldersThatHaveBecomeLinksAreNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectories(temp.resolve("elsewhere/uploads"));
        Files.writeString(elsewhere.resolve("mine.txt"), "mine");
        Files.writeString(elsewhere.resolveSibling("driver_log.txt"), "mine");
        Job job = job(
                "rm -r azureml-setup azureml-logs; ln -s '" + elsewhere.getParent() + "' azureml-setup; ln -s '"
                        + elsewhere.getParent() + "' azureml-logs",
                Map.of());
        RunDirectory directory = directory();

        assertThat(run(job, directory).succeeded()).isTrue();

        assertThat(Outputs.of(directory, 1000).files()).isEmpty();
        assertThat(elsewhere.resolveSibling("driver_log.txt")).hasContent("mine");
    }

    @Test
    void anUploadUnderTheNameOfAFolderIsLeftOut() throws IOException {
        Job job = job(
                "mkdir outputs/model; echo x > outputs/model/weights; echo y > outputs/plain; cd azureml-setup/uploads; "
                        + "mkdir -p outputs/plain; echo z > outputs/model; echo z > outputs/plain/below; echo z > fine",
                Map.of());
        RunDirectory directory = directory();

        assertThat(run(job, directory).succeeded()).isTrue();

        Outputs outputs = Outputs.of(directory, 1000);
        assertThat(outputs.files())
                .extracting(output -> output.path().value())
                .contains("outputs/model/weights", "outputs/plain", "fine");
        assertThat(outputs.leftOut())
                .extracting(Outputs.LeftOut::path)
                .containsExactly("outputs/model", "outputs/plain/below");
    }

    @Test
    void findsProcessesWithoutTheRunsVariableByTheirSessionAndByTheirOutput() throws IOException {
        Job job = job(
                "(env -i /bin/sh -c 'echo $$ > outputs/session; exec sleep 600' > /dev/null 2>&1 &); "
                        + "(env -i setsid /bin/sh -c 'echo $$ > outputs/output; while :; do echo endless; done' &); "
                        + "while ! test -s outputs/session || ! test -s outputs/output; do :; done",
                Map.of());
        RunDirectory directory = directory();

        assertThat(run(job, directory).succeeded()).isTrue();

        for (String name : List.of("session", "output")) {
            long pid = Long.parseLong(
                    Files.readString(directory.outputs().resolve(name)).strip());
            assertThat(ComputeTargetContract.isRunning(pid)).as(name).isFalse();
        }
    }

    @Test
    void theRunsOwnVariablesCannotBeReplaced() throws IOException {
        Job job = job(
                "echo \"$AZUREML_RUN_ID $PYTHONPATH\"; (setsid sleep 600 & echo $! > outputs/pid)",
                Map.of("AZUREML_RUN_ID", "other", "AML_RUN_MARK", "other", "PYTHONPATH", "/users"));
        RunDirectory directory = directory();

        run(job, directory);

        assertThat(directory.driverLog())
                .hasContent(directory.run() + " " + directory.root().resolve("azureml-setup") + ":/users");
        long pid = Long.parseLong(
                Files.readString(directory.outputs().resolve("pid")).strip());
        assertThat(ComputeTargetContract.isRunning(pid)).isFalse();
    }

    @Test
    void anInterruptedThreadEndsTheScriptThatPrintsWithoutEnd() throws Exception {
        Job job = job("yes", Map.of());
        RunDirectory directory = directory();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ExitStatus> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                ended.complete(target().run(job, directory, OutputStream.nullOutputStream(), cancellation));
            } catch (IOException e) {
                ended.completeExceptionally(e);
            }
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        thread.start();
        while (Files.size(directory.driverLog()) < 1_000_000) {
            Thread.sleep(10);
        }
        thread.interrupt();

        assertThat(ended.get(30, TimeUnit.SECONDS).cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        assertThat(cancellation.requested()).isTrue();
    }

    @Test
    void aConsoleThatTakesNothingKeepsNobodyFromStoppingTheScript() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        Job job = job("echo hello; sleep 600", Map.of());
        RunDirectory directory = directory();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ExitStatus> ended = CompletableFuture.supplyAsync(() -> {
            try {
                return target().run(job, directory, stuck, cancellation);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        while (Files.size(directory.driverLog()) == 0) {
            Thread.sleep(10);
        }
        cancellation.request();

        assertThat(ended.get(20, TimeUnit.SECONDS).cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        never.countDown();
    }

    @Test
    void aConsoleThatFailsOnSomeBytesShowsTheOthers() throws Exception {
        java.io.ByteArrayOutputStream shown = new java.io.ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int start, int count) {
                if (bytes[start] == 'b') {
                    throw new NumberFormatException("as Maven's console does");
                }
                super.write(bytes, start, count);
            }
        };
        Job job = job("printf bad; sleep 1; printf good", Map.of());
        RunDirectory directory = directory();

        assertThat(target().run(job, directory, shown, new Cancellation()).succeeded())
                .isTrue();
        assertThat(shown.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("good");
        assertThat(directory.driverLog()).hasContent("badgood");
    }

    @Test
    void saysWhereRunsCannotBeKept() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");

        assertThatThrownBy(() -> RunsFolder.at(file.resolve("below/runs")).create(new RunId("iris_1500000000000")))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("cannot make the folder " + file.resolve("below/runs") + " for the runs: ")
                .hasMessageEndingWith("-> choose a folder you can write to: -Daml.runsFolder=<folder>");
    }

    @Test
    void aSecondRequestCutsTheGracePeriodShort() throws Exception {
        Job job = job("trap '' TERM; echo ready; while :; do sleep 0.1; done", Map.of(), Duration.ofMinutes(5));
        RunDirectory directory = directory();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ExitStatus> ended = CompletableFuture.supplyAsync(() -> {
            try {
                return target().run(job, directory, OutputStream.nullOutputStream(), cancellation);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        while (Files.size(directory.driverLog()) == 0) {
            Thread.sleep(10);
        }
        cancellation.request();
        Thread.sleep(300);
        assertThat(ended).isNotDone();
        cancellation.request();

        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.CANCELED, 137));
    }

    @Test
    void refusesWhatNoProgramCanBeGivenBeforeTheRun() throws IOException {
        Job tooLong = job("true", Map.of("BIG", "x".repeat(131_068)));

        assertThatThrownBy(() -> target().check(tooLong))
                .hasMessage("environment variable BIG has 131072 bytes; a program can be given at most 131071\n"
                        + "-> put it into a file of the project and let the script read that");
        assertThatThrownBy(
                        () -> LaunchLimits.check("argument 1 of a.sh", "ä", java.nio.charset.StandardCharsets.US_ASCII))
                .hasMessage("argument 1 of a.sh has letters that the character set of this system, US-ASCII, does not"
                        + " have\n-> set LC_ALL=C.UTF-8 before starting Maven");
        assertThat(run(job("echo ${#BIG}", Map.of("BIG", "x".repeat(131_067))), directory())
                        .succeeded())
                .isTrue();
    }

    @Test
    void saysThatAllTogetherIsTooLong() throws IOException {
        Map<String, String> variables = new java.util.TreeMap<>();
        for (int i = 0; i < 100; i++) {
            variables.put("BIG" + i, "x".repeat(131_000));
        }
        Job job = job("true", variables);
        RunDirectory directory = directory();

        assertThatThrownBy(() -> run(job, directory))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("cannot start script.sh: ")
                .hasMessageContaining("Argument list too long");
    }

    @Test
    void aScriptWhoseNameBeginsWithADashIsNoOption() throws IOException {
        Job plain = job("echo $1", Map.of());
        RunDirectory directory = directory();
        for (Path folder : List.of(temp, directory.root())) {
            Files.move(folder.resolve("script.sh"), folder.resolve("-x.sh"));
        }
        Job job = new Job(temp, "-x.sh", List.of("one"), plain.environment(), Requirements.NONE, plain.limits());

        run(job, directory);

        assertThat(directory.driverLog()).hasContent("one");
    }

    @Test
    void refusesARunsFolderThatOthersCanWriteTo() throws Exception {
        Path open = Files.createDirectory(temp.resolve("open"));
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> RunsFolder.at(open).create(new RunId("iris_1500000000000")))
                .hasMessage("others can write to the folder " + open + " and so exchange what is in it\n"
                        + "-> take that right from them: chmod go-w " + open
                        + "; or choose another folder: -Daml.runsFolder=<folder>");
        Files.setAttribute(open, "unix:mode", 01777);
        assertThat(RunsFolder.at(open).create(new RunId("iris_1500000000000")).root())
                .isDirectory();
    }

    @Test
    void refusesAProjectThatBringsTheRunsOwnFolders() throws IOException {
        RunDirectory directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000000"));
        Files.createDirectory(directory.root().resolve("azureml-setup"));

        assertThatThrownBy(directory::addRunFolders)
                .hasMessage("the project has a file, link or folder named 'azureml-setup', where a run keeps its own"
                        + " folder\n-> rename it, or leave it out with a last line '/azureml-setup' in .amlignore");
    }

    private ExitStatus run(Job job, RunDirectory directory) throws IOException {
        return target().run(job, directory, OutputStream.nullOutputStream(), new Cancellation());
    }

    private static ComputeTarget target() {
        return new LocalTarget.Settings("local", null, null).open(ComputeTargetContract.PROJECT, Credentials.NONE);
    }

    private RunDirectory directory() throws IOException {
        runs++;
        RunDirectory directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_150000000000" + runs));
        Files.copy(temp.resolve("script.sh"), directory.root().resolve("script.sh"));
        directory.addRunFolders();
        return directory;
    }

    private Job job(String script, Map<String, String> variables) throws IOException {
        return job(script, variables, Duration.ofSeconds(10));
    }

    private Job job(String script, Map<String, String> variables, Duration gracePeriod) throws IOException {
        Files.writeString(temp.resolve("script.sh"), script + "\n");
        return new Job(
                temp,
                "script.sh",
                List.of(),
                new Job.Environment(variables, List.of(), true),
                Requirements.NONE,
                new Job.Limits(null, gracePeriod, false, Long.MAX_VALUE));
    }
}
