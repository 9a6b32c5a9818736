package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, kept by containers of the same engine, reached through a real SSH server as that of another computer. */
abstract class RemoteDockerTargetContract extends DockerTargetContract {
    @BeforeAll
    static void requireServer() {
        TestSsh.require();
    }

    @Override
    ComputeTarget open(@Nullable Path share) {
        return open(share, RemoteTargetTest.login(server()));
    }

    ComputeTarget open(@Nullable Path share, SshLogin login) {
        DockerTarget.Settings here = settings(share, TestEngine.PYTHON);
        return new DockerTarget.Settings(
                        "vm",
                        here.baseDockerImage(),
                        sharedVolumes(),
                        here.nativeSharedDirectory(),
                        here.hardware(),
                        login)
                .open(PROJECT, Credentials.NONE);
    }

    static SshServer server() {
        try {
            return TestSsh.shared();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    DockerTarget.Settings settings(@Nullable Path share, String image) {
        try {
            if (share != null) {
                // Another user comes to it.
                Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
                Files.createDirectories(share);
                Files.setPosixFilePermissions(share, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.settings(share, image);
    }

    @Test
    void nothingOfTheRunsSecretsIsOnThisComputerNorLeftThere() throws Exception {
        Prepared prepared = prepare(limits(), "echo ready; while ! test -e outputs/go; do sleep 0.05; done");
        CompletableFuture<Result> running =
                CompletableFuture.supplyAsync(() -> prepared.run(open(null), new Cancellation()));
        await(() -> prepared.directory().driverLog().toFile().length() > 0);

        assertThat(prepared.directory().setup().resolve("variables.sh")).doesNotExist();
        assertThat(isThere(prepared.directory())).isEqualTo(sharedVolumes());
        release(prepared.directory());
        assertThat(running.get(60, TimeUnit.SECONDS).status().succeeded()).isTrue();
        assertThat(prepared.directory().setup().resolve("variables.sh")).doesNotExist();
        try (ComputeTarget target = open(null)) {
            target.release(prepared.directory());
        }
        assertThat(isThere(prepared.directory())).isFalse();
    }

    @Test
    void aJobThatIsLeftToItselfIsFoundByTheJournalsFacts() throws Exception {
        Prepared prepared =
                prepare(limits(), "echo one; while ! test -e outputs/go; do sleep 0.05; done; echo two; exit 4");
        Map<String, Object> facts;
        try (ComputeTarget target = open(null)) {
            facts = target.facts();
            target.check(prepared.job());
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
        }
        assertThat(facts.toString()).contains("remotedocker").doesNotContain("unix:");
        try (ComputeTarget again = TargetSettings.reopen(facts, PROJECT, Credentials.NONE)) {
            assertThat(again.look(prepared.directory())).isEqualTo(new JobState.Running(0));
            await(() -> {
                again.look(prepared.directory());
                return prepared.directory().driverLog().toFile().length() > 0;
            });
            assertThat(prepared.directory().driverLog()).hasContent("one");
            release(prepared.directory());
            await(() -> again.look(prepared.directory()) instanceof JobState.Ended);
            ByteArrayOutputStream console = new ByteArrayOutputStream();
            assertThat(again.resume(prepared.directory(), limits(), console, new Cancellation()))
                    .isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 4));
            assertThat(prepared.directory().driverLog()).hasContent("one\ntwo");
        }
    }

    @Test
    void theEngineIsNamedByItsComputer() {
        try (ComputeTarget target = open(null)) {
            assertThat(target.describe().orElseThrow())
                    .matches("Docker [0-9.]+.* at ssh://" + server().account().name()
                            + "@127\\.0\\.0\\.1:[0-9]+ \\(over SSH\\)");
        }
    }

    private static boolean isThere(RunDirectory directory) {
        String folder = new RemoteRun(
                        new RemoteShell(new SshConnection(RemoteTargetTest.login(server()), Credentials.NONE)),
                        directory)
                .root(server().account().home().toString());
        return Files.exists(Path.of(folder).getParent());
    }

    /** What becomes true soon. */
    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @Override
    void release(RunDirectory directory) throws IOException {
        try (DockerEngine engine = TestEngine.open()) {
            RunContainer.of(engine, directory).run("testing", "touch", "outputs/go");
        }
    }
}
