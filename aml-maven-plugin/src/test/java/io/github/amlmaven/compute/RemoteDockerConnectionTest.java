package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of another computer whose connection breaks: no script is started twice, nothing is lost. */
class RemoteDockerConnectionTest extends TargetRuns {
    private static final String WAIT = "while ! test -e outputs/go; do sleep 0.05; done; ";

    private static final int MOMENTS = Boolean.getBoolean("aml.long") ? 20 : 2;

    private final List<String> remarks = new CopyOnWriteArrayList<>();
    private SshWire wire;

    @BeforeEach
    void lay() throws IOException {
        TestSsh.require();
        TestEngine.require();
        wire = new SshWire(TestSsh.shared());
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        Path share = Files.createDirectories(temp.resolve("share"));
        Files.setPosixFilePermissions(share, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCutWhileTheScriptRunsIsBridgedAndTheLogGoesOn(boolean shared) throws Exception {
        Prepared prepared = prepare(
                limits(), "echo one; " + WAIT + "echo two; rm outputs/go; " + WAIT + "echo three; echo x > outputs/x");
        CompletableFuture<Result> running = run(prepared, shared, Duration.ofMinutes(1), new Cancellation());
        awaitLog(prepared, "one\n");

        wire.cutForGood();
        RemoteDockerTargetContract.await(() -> remarks.size() == 1);
        go(prepared.directory());
        wire.accept();
        awaitLog(prepared, "one\ntwo\n");
        go(prepared.directory());

        Result result = running.get(60, TimeUnit.SECONDS);
        assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console()).isEqualTo("one\ntwo\nthree\n");
        assertThat(prepared.directory().outputs().resolve("x")).hasContent("x");
        assertThat(remarks.get(0)).contains("cannot reach", "trying again for 1 minutes");
        assertThat(remarks.get(1)).endsWith("is there again");
        assertThat(remarks).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aComputerThatStaysAwayIsLeftAndTheRunIsFoundLater(boolean shared) throws Exception {
        Prepared prepared = prepare(limits(), "echo one; " + WAIT + "echo x > outputs/x; exit 3");
        CompletableFuture<Result> running = run(prepared, shared, Duration.ofSeconds(3), new Cancellation());
        awaitLog(prepared, "one\n");
        wire.cutForGood();

        assertThatThrownBy(() -> running.get(60, TimeUnit.SECONDS)).rootCause().isNotNull();
        AmlException away = failure(running);
        assertThat(away.problem())
                .contains("cannot reach", TestSsh.shared().account().name() + "@127.0.0.1:");
        assertThat(away.remedy()).endsWith("the run is not lost: the next goal goes on with it");
        wire.accept();
        try (ComputeTarget target = open(shared, Duration.ofMinutes(1))) {
            assertThat(target.look(prepared.directory())).isEqualTo(new JobState.Running(0));
            go(prepared.directory());
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            assertThat(target.resume(prepared.directory(), limits(), console, new Cancellation()))
                    .isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));
        }
        assertThat(prepared.directory().outputs().resolve("x")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopWhileTheComputerIsAwayIsToldAtOnceAndDoneByWhoeverComesNext(boolean shared) throws Exception {
        Prepared prepared = prepare(limits(), "trap 'echo tidy > outputs/tidy; exit 0' TERM; echo one; " + WAIT);
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> running = run(prepared, shared, Duration.ofMinutes(5), cancellation);
        awaitLog(prepared, "one\n");
        wire.cutForGood();
        RemoteDockerTargetContract.await(() -> remarks.size() == 1);
        cancellation.request();

        assertThatThrownBy(() -> running.get(20, TimeUnit.SECONDS)).rootCause().isNotNull();
        assertThat(failure(running).remedy()).contains("the run is not lost");
        wire.accept();
        try (ComputeTarget target = open(shared, Duration.ofMinutes(1))) {
            Cancellation again = new Cancellation();
            again.request();
            ExitStatus status = target.resume(prepared.directory(), limits(), new ByteArrayOutputStream(), again);
            assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.CANCELED, 0));
        }
        assertThat(prepared.directory().outputs().resolve("tidy")).hasContent("tidy");
    }

    /** The moments are spread over everything that is sent there, or comes from there, from the first step to the last. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aCutAtAnyMomentLosesNothingAndStartsNothingTwice(boolean shared, boolean up) throws Exception {
        long all = once(shared, up, 0);
        for (int moment = 1; moment <= MOMENTS; moment++) {
            once(shared, up, all * moment / (MOMENTS + 1));
        }
    }

    /** @param bytes the number of bytes after which the wire is cut; 0: it is not */
    private long once(boolean shared, boolean up, long bytes) throws Exception {
        Prepared prepared = prepare(bytes);
        SshTraffic traffic = up ? wire.up : wire.down;
        long before;
        try (ComputeTarget target = open(shared, Duration.ofMinutes(1))) {
            target.check(prepared.job());
            before = traffic.bytes();
            int connections = wire.connections();
            if (bytes > 0) {
                traffic.after(bytes, wire::cut);
            }
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            ExitStatus status = target.run(prepared.job(), prepared.directory(), console, new Cancellation());
            String when = "cut after " + bytes + " bytes " + (up ? "up" : "down");
            assertThat(status).as(when).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
            assertThat(console.toString(java.nio.charset.StandardCharsets.UTF_8))
                    .as(when)
                    .isEqualTo("one\ntwo\n");
            assertWhole(prepared, when);
            target.release(prepared.directory());
            assertThat(wire.connections() - connections).as(when).isEqualTo(bytes > 0 ? 1 : 0);
        }
        return traffic.bytes() - before;
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aCutForGoodAtAnyMomentIsPickedUpByWhoeverComesNext(boolean shared, boolean up) throws Exception {
        long all = once(shared, up, 0);
        for (int moment = 1; moment <= MOMENTS; moment++) {
            Prepared prepared = prepare(all + moment);
            cutForGood(prepared, shared, up, all * moment / (MOMENTS + 1));
            wire.accept();
            Path count = temp.resolve(
                    "share/local/default/iris/" + prepared.directory().run());
            String when = "cut at " + moment + " of " + MOMENTS + (up ? " up" : " down");
            try (ComputeTarget next = open(shared, Duration.ofMinutes(1))) {
                if (next.look(prepared.directory()) instanceof JobState.NeverStarted) {
                    assertThat(count).as(when).doesNotExist();
                } else {
                    ExitStatus status = next.resume(
                            prepared.directory(), limits(), new ByteArrayOutputStream(), new Cancellation());
                    assertThat(status).as(when).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
                    assertWhole(prepared, when);
                }
                next.release(prepared.directory());
            }
        }
    }

    private void cutForGood(Prepared prepared, boolean shared, boolean up, long bytes) throws IOException {
        try (ComputeTarget target = open(shared, Duration.ofMillis(300))) {
            target.check(prepared.job());
            (up ? wire.up : wire.down).after(bytes, wire::cutForGood);
            target.run(prepared.job(), prepared.directory(), new ByteArrayOutputStream(), new Cancellation());
            throw new AssertionError("nothing was cut");
        } catch (AmlException e) {
            assertThat(DockerEngine.isAway(e)).as("%s", e).isTrue();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "aml.long", matches = "true")
    void aWireThatFallsSilentIsNoticedWithinAMinuteAndBridged() throws Exception {
        Prepared prepared = prepare(limits(), "echo one; " + WAIT + "echo two");
        CompletableFuture<Result> running = run(prepared, true, Duration.ofMinutes(5), new Cancellation());
        awaitLog(prepared, "one\n");
        long start = System.nanoTime();
        wire.silence();
        RemoteDockerTargetContract.await(() -> !remarks.isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
        go(prepared.directory());
        Thread.sleep(70_000); // longer than a connection is believed in
        wire.speak();

        Result result = running.get(120, TimeUnit.SECONDS);
        assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console()).isEqualTo("one\ntwo\n");
    }

    /** A run that counts its starts in the share folder, with data of its own. */
    private Prepared prepare(long seed) throws IOException {
        Prepared prepared = prepare(
                limits(),
                "echo x >> \"${AZUREML_NATIVE_SHARE_DIRECTORY}$AZUREML_RUN_ID\"; cp data outputs/data; echo one; sleep"
                        + " 0.3; echo two");
        // Another one each time, or it would be there already.
        byte[] data = new byte[100_000];
        new Random(seed).nextBytes(data);
        Files.write(prepared.directory().root().resolve("data"), data);
        return prepared;
    }

    private void assertWhole(Prepared prepared, String when) throws IOException {
        RunDirectory directory = prepared.directory();
        assertThat(directory.driverLog()).as(when).hasContent("one\ntwo");
        assertThat(directory.outputs().resolve("data"))
                .as(when)
                .hasBinaryContent(Files.readAllBytes(directory.root().resolve("data")));
        assertThat(temp.resolve("share/local/default/iris/" + directory.run()))
                .as(when)
                .hasContent("x");
    }

    private CompletableFuture<Result> run(
            Prepared prepared, boolean shared, Duration patience, Cancellation cancellation) {
        return CompletableFuture.supplyAsync(() -> {
            try (ComputeTarget target = open(shared, patience)) {
                return prepared.run(target, cancellation);
            }
        });
    }

    private ComputeTarget open(boolean shared, Duration patience) {
        try {
            SshServer server = TestSsh.shared();
            SshLogin login = new SshLogin(
                    new SshAddress("127.0.0.1", wire.port(), server.account().name()),
                    server.key("ed25519").toString(),
                    TestSsh.knownHosts(server, wire.port()));
            ComputeTarget target = new DockerTarget.Settings(
                            "vm",
                            TestEngine.PYTHON,
                            shared,
                            temp.resolve("share").toString(),
                            new DockerTarget.Hardware(false, "none", null, null, null),
                            login)
                    .open(PROJECT, Credentials.NONE, patience);
            target.remarks(remarks::add);
            return target;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static AmlException failure(CompletableFuture<Result> running) {
        try {
            running.join();
            throw new AssertionError("it ended well");
        } catch (CompletionException e) {
            return (AmlException) e.getCause();
        }
    }

    private static void awaitLog(Prepared prepared, String text) throws Exception {
        RemoteDockerTargetContract.await(
                () -> Files.readString(prepared.directory().driverLog()).equals(text));
    }

    private static void go(RunDirectory directory) throws IOException {
        try (DockerEngine engine = TestEngine.open()) {
            RunContainer.of(engine, directory).run("testing", "touch", "outputs/go");
        }
    }

    @AfterEach
    void tidy() throws IOException {
        try (ComputeTarget target = open(true, Duration.ofSeconds(10));
                DockerEngine engine = TestEngine.open()) {
            for (RunDirectory directory : directories()) {
                RunContainer container = RunContainer.of(engine, directory);
                container.kill();
                container.remove();
                target.release(directory);
            }
        } finally {
            wire.close();
        }
    }
}
