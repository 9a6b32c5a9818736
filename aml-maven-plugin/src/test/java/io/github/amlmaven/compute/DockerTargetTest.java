package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HostConfig;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What containers have and other targets do not. */
class DockerTargetTest extends TargetRuns {
    private static @Nullable DockerEngine engine;

    @BeforeAll
    static void connect() {
        engine = TestEngine.open();
    }

    @AfterAll
    static void disconnect() throws IOException {
        engine.close();
    }

    @Test
    void memoryThatRunsOutIsToldAsSuch() throws IOException {
        ComputeTarget target =
                target(TestEngine.PYTHON, new DockerTarget.Hardware(false, "none", 64L << 20, null, null));
        Prepared prepared =
                prepare(limits(), "echo begun > outputs/begun; exec python3 -c 'bytearray(300 * 1024 * 1024)'");

        ExitStatus status = prepared.run(target, new Cancellation()).status();

        assertThat(status).isEqualTo(new ExitStatus(ExitStatus.Cause.EXITED, 137, 9, true));
        assertThat(prepared.directory().outputs().resolve("begun")).exists();
    }

    @Test
    void theHardwareIsWhatTheFileSays() throws Exception {
        ComputeTarget target =
                target(TestEngine.PYTHON, new DockerTarget.Hardware(false, "none", 96L << 20, 0.5, 12L << 20));
        Running running = start(target, "while ! test -e outputs/go; do sleep 0.05; done");
        InspectContainerResponse container = inspect(running.directory);
        running.go();

        assertThat(container.getHostConfig().getMemory()).isEqualTo(96L << 20);
        assertThat(container.getHostConfig().getMemorySwap()).isEqualTo(96L << 20);
        assertThat(container.getHostConfig().getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(container.getHostConfig().getShmSize()).isEqualTo(12L << 20);
        assertThat(container.getHostConfig().getNetworkMode()).isEqualTo("none");
    }

    @Test
    void whoeverMayUseTheEngineReadsNoVariableAndFindsTheRunByItsLabels() throws Exception {
        Running running = start(mounted(), "echo $USERS_OWN; while ! test -e outputs/go; do sleep 0.05; done");
        InspectContainerResponse container = inspect(running.directory);
        Result result = running.go();

        assertThat(result.console()).isEqualTo("own value\n");
        assertThat(container.getConfig().getEnv()).noneMatch(variable -> variable.contains("own value"));
        assertThat(container.getArgs()).noneMatch(argument -> argument.contains("own value"));
        assertThat(container.getConfig().getLabels())
                .containsEntry("io.github.amlmaven.run", running.directory.run().value())
                .containsEntry("io.github.amlmaven.project", "local/default/iris")
                .containsKey("io.github.amlmaven.mark");
        assertThat(running.directory.setup().resolve("variables.sh")).doesNotExist();
    }

    @Test
    void nothingOfTheComputerIsOpenToTheContainer() throws Exception {
        Running running = start(mounted(), "while ! test -e outputs/go; do sleep 0.05; done");
        InspectContainerResponse container = inspect(running.directory);
        running.go();

        assertThat(container.getHostConfig().getPrivileged()).isFalse();
        assertThat(container.getHostConfig().getAutoRemove()).isFalse();
        assertThat(container.getHostConfig().getSecurityOpts()).contains("no-new-privileges");
        assertThat(container.getHostConfig().getCapDrop())
                .extracting(Enum::name)
                .containsExactly("ALL");
        assertThat(container.getHostConfig().getRestartPolicy().getName()).isIn("", "no");
        assertThat(container.getMounts()).singleElement().satisfies(mount -> assertThat(mount.getSource())
                .isEqualTo(running.directory.root().toString()));
    }

    @Test
    void imagesWithAnotherUserAndAnEntrypointRunTheScriptAsOurs() throws IOException {
        Prepared prepared = prepare(limits(), "id -u > outputs/id; pwd");
        Result result = prepared.run(target("aml-test:user", none()), new Cancellation());

        assertThat(result.console()).isEqualTo("/azureml-run\n");
        Path written = prepared.directory().outputs().resolve("id");
        assertThat(written)
                .hasContent(Files.getAttribute(prepared.directory().root(), "unix:uid")
                        .toString());
        assertThat(Files.getAttribute(written, "unix:uid"))
                .isEqualTo(Files.getAttribute(prepared.directory().root(), "unix:uid"));
    }

    @Test
    void aProgramThatTheImageLacksIsNamed() throws IOException {
        Prepared shell = prepare(limits(), "unused");
        Files.writeString(shell.directory().root().resolve("train.py"), "print('hello')");
        Job job = new Job(
                shell.directory().root(),
                "train.py",
                List.of(),
                shell.job().environment(),
                Requirements.NONE,
                shell.job().limits());
        Result result = new Prepared(job, shell.directory()).run(target("aml-test:bare", none()), new Cancellation());

        assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 127));
        assertThat(result.console()).isEqualTo("""
                        there is no program 'python3' in the image aml-test:bare
                        -> name an image that has it in the .compute file (baseDockerImage)
                        """);
    }

    @Test
    void anImageWithoutAShellIsToldInTheLog() throws IOException {
        RunContainer maker = new RunContainer(engine, "aml-test-shell-less");
        engine.calls()
                .createContainerCmd(TestEngine.BARE)
                .withName(maker.name())
                .withEntrypoint("/bin/busybox", "rm", "/bin/sh")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec();
        maker.start();
        while (maker.state("testing").orElseThrow().isRunning()) {
            Thread.onSpinWait();
        }
        String image = engine.calls()
                .commitCmd(maker.name())
                .withRepository("aml-test-shell-less")
                .exec();
        maker.remove();
        try {
            for (boolean shared : List.of(true, false)) {
                Result result = prepare(limits(), "true")
                        .run(
                                new DockerTarget.Settings("docker", "aml-test-shell-less", shared, null, none(), null)
                                        .open(PROJECT, Credentials.NONE),
                                new Cancellation());

                assertThat(result.status().succeeded()).isFalse();
                assertThat(result.console())
                        .startsWith("[FATAL tini ")
                        .endsWith("\nthe image cannot run /bin/sh, which starts the script\n"
                                + "-> name an image with a shell, for this kind of processor, in the .compute file:"
                                + " baseDockerImage: python:3.11-slim\n");
                assertThat(result.directory().setup().resolve("variables.sh")).doesNotExist();
            }
        } finally {
            removeContainers();
            engine.calls().removeImageCmd(image).withForce(true).exec();
        }
    }

    @Test
    void variablesOfTheUserMayHaveAnyName() throws IOException {
        Map<String, String> variables = Map.of("limit", "5", "grace", "6", "code", "7", "program", "8", "PATH", "/bin");
        Prepared prepared = prepare(limits(), "echo $limit $grace $code $program; echo $PATH");
        Job job = new Job(
                prepared.job().project(),
                "script.sh",
                List.of(),
                new Job.Environment(variables, List.of(), true),
                Requirements.NONE,
                limits());

        assertThat(new Prepared(job, prepared.directory())
                        .run(mounted(), new Cancellation())
                        .console())
                .isEqualTo("5 6 7 8\n/bin\n");
    }

    @Test
    void aNetworkThatIsNotThereIsRefusedInWords() throws IOException {
        ComputeTarget target =
                target(TestEngine.PYTHON, new DockerTarget.Hardware(false, "no-such-net", null, null, null));
        Prepared prepared = prepare(limits(), "true");

        assertThatThrownBy(() -> prepared.run(target, new Cancellation()))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the Docker engine refuses the network: ")
                .hasMessageContaining("no-such-net")
                .hasMessageContaining("\n-> see which there are (docker network ls)");
    }

    @Test
    void graphicsCardsThatTheEngineDoesNotHandOutAreMissedBeforeTheRun() throws IOException {
        Prepared prepared = prepare(limits(), "true");
        ComputeTarget target = target(TestEngine.PYTHON, new DockerTarget.Hardware(true, "none", null, null, null));

        assertThatThrownBy(() -> target.check(prepared.job()))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(
                        "nvidiaDocker is true, and the Docker engine hands out no NVIDIA graphics card: ");
    }

    @Test
    void aStopByTheEngineIsHeardByTheScript() throws Exception {
        Running running =
                start(mounted(), "trap 'echo tidy > outputs/tidy; exit 7' TERM; while :; do sleep 0.05; done");
        engine.calls().stopContainerCmd(name(running.directory)).withTimeout(20).exec();

        assertThat(running.result().status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 7));
        assertThat(running.directory.outputs().resolve("tidy")).hasContent("tidy");
    }

    @Test
    void aContainerThatSomebodyHasPausedIsStopped() throws Exception {
        Cancellation cancellation = new Cancellation();
        Prepared prepared = prepare(
                new Job.Limits(null, Duration.ofSeconds(1), false, Long.MAX_VALUE),
                "echo kept > outputs/up; while :; do sleep 0.05; done");
        CompletableFuture<Result> result = CompletableFuture.supplyAsync(() -> prepared.run(mounted(), cancellation));
        while (Files.notExists(prepared.directory().outputs().resolve("up")) && !result.isDone()) {
            Thread.onSpinWait();
        }
        engine.calls().pauseContainerCmd(name(prepared.directory())).exec();
        cancellation.request();

        assertThat(result.get(60, TimeUnit.SECONDS).status().cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        assertThat(RunContainer.of(engine, prepared.directory()).state("testing"))
                .hasValueSatisfying(state -> assertThat(state.isRunning()).isFalse());
    }

    @Test
    void aScriptThatHasRemovedTheShellIsStoppedAllTheSame() throws IOException {
        Job.Limits limits = new Job.Limits(Duration.ofSeconds(1), Duration.ofSeconds(20), false, Long.MAX_VALUE);
        Prepared prepared = prepare(limits, "rm /bin/sh; trap 'exit 7' TERM; while :; do :; done");

        ExitStatus status = prepared.run(mounted(), new Cancellation()).status();

        assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.TIMED_OUT, 7));
    }

    @Test
    void aContainerThatIsKilledFromOutsideIsLostAndItsOutputsAreNot() throws Exception {
        Running running = start(mounted(), "echo kept > outputs/kept; while :; do sleep 0.05; done");
        engine.calls().killContainerCmd(name(running.directory)).exec();

        assertThat(running.result().status()).isEqualTo(ExitStatus.without(ExitStatus.Cause.LOST));
        assertThat(running.directory.outputs().resolve("kept")).hasContent("kept");
    }

    @Test
    void aContainerThatIsGoneIsLost() throws Exception {
        Running running = start(mounted(), "echo kept > outputs/kept; while :; do sleep 0.05; done");
        engine.calls()
                .removeContainerCmd(name(running.directory))
                .withForce(true)
                .exec();

        assertThat(running.result().status()).isEqualTo(ExitStatus.without(ExitStatus.Cause.LOST));
        assertThat(mounted().look(running.directory)).isInstanceOf(JobState.Ended.class);
    }

    @Test
    void aContainerThatWasMadeAndNotStartedNeverStarts() throws IOException {
        Prepared prepared = prepare(limits(), "echo started > outputs/started");
        engine.calls()
                .createContainerCmd(TestEngine.PYTHON)
                .withName(name(prepared.directory()))
                .exec();

        assertThat(mounted().look(prepared.directory())).isInstanceOf(JobState.NeverStarted.class);
        assertThat(prepared.run(mounted(), new Cancellation()).status().cause()).isEqualTo(ExitStatus.Cause.UNKNOWN);
        assertThat(prepared.directory().outputs().resolve("started")).doesNotExist();
    }

    @Test
    void aReleasedRunLeavesNoContainer() throws IOException {
        Prepared prepared = prepare(limits(), "true");
        ComputeTarget target = mounted();
        prepared.run(target, new Cancellation());
        RunContainer container = RunContainer.of(engine, prepared.directory());
        assertThat(container.state("testing")).isPresent();
        RunContainer repair = ContainerOwnership.repair(container);
        engine.calls()
                .createContainerCmd(TestEngine.BARE)
                .withName(repair.name())
                .exec();

        target.release(prepared.directory());

        assertThat(container.state("testing")).isEmpty();
        assertThat(repair.state("testing")).isEmpty();
    }

    @Test
    void theDoctorHearsWhichEngineItIs() {
        assertThat(mounted().describe().orElseThrow())
                .matches("Docker [0-9.]+\\S* at unix:///\\S+ \\(the usual socket\\)");
    }

    @Test
    void theJournalsFactsFindTheContainerAgain() throws IOException {
        Prepared prepared = prepare(limits(), "exit 5");
        ComputeTarget target = mounted();
        prepared.run(target, new Cancellation());

        ComputeTarget again = TargetSettings.reopen(target.facts(), PROJECT, Credentials.NONE);
        assertThat(again.look(prepared.directory())).isInstanceOf(JobState.Ended.class);
        assertThat(again.resume(
                        prepared.directory(), limits(), java.io.OutputStream.nullOutputStream(), new Cancellation()))
                .isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 5));
    }

    @AfterEach
    void removeContainers() throws IOException {
        for (RunDirectory directory : directories()) {
            RunContainer container = RunContainer.of(engine, directory);
            container.kill();
            container.remove();
        }
    }

    private static ComputeTarget mounted() {
        return target(TestEngine.PYTHON, none());
    }

    private static DockerTarget.Hardware none() {
        return new DockerTarget.Hardware(false, "none", null, null, null);
    }

    private static ComputeTarget target(String image, DockerTarget.Hardware hardware) {
        return new DockerTarget.Settings("docker", image, true, null, hardware, null).open(PROJECT, Credentials.NONE);
    }

    private static String name(RunDirectory directory) {
        return RunContainer.of(engine, directory).name();
    }

    private static InspectContainerResponse inspect(RunDirectory directory) {
        return engine.calls().inspectContainerCmd(name(directory)).exec();
    }

    /** A run whose script has begun. */
    private Running start(ComputeTarget target, String script) throws Exception {
        Prepared prepared = prepare(
                new Job.Limits(null, Duration.ofSeconds(10), false, Long.MAX_VALUE), "echo > outputs/up; " + script);
        CompletableFuture<Result> result =
                CompletableFuture.supplyAsync(() -> prepared.run(target, new Cancellation()));
        Running running = new Running(prepared.directory(), result);
        while (Files.notExists(running.directory.outputs().resolve("up")) && !result.isDone()) {
            Thread.onSpinWait();
        }
        return running;
    }

    private record Running(RunDirectory directory, CompletableFuture<Result> ending) {
        Result go() throws Exception {
            Files.createFile(directory.outputs().resolve("go"));
            return result();
        }

        Result result() throws Exception {
            return ending.get(60, TimeUnit.SECONDS);
        }
    }
}
