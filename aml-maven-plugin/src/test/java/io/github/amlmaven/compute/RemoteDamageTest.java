package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What scripts, users and accidents do to a run on another computer: it is brought to its end all the same. */
@Timeout(60)
class RemoteDamageTest extends TargetRuns {
    @BeforeAll
    static void requireServer() {
        TestSsh.requireUsers();
    }

    @Test
    void whatNobodyMayReadDoesNotKeepTheRestAway() throws IOException {
        Result result = run(
                limits(),
                "echo one > outputs/one; echo two > outputs/two; chmod 000 outputs/two;"
                        + " mkdir outputs/closed; echo x > outputs/closed/x; chmod 000 outputs/closed; mkfifo outputs/pipe");

        assertThat(result.status().succeeded()).isTrue();
        assertThat(result.directory().outputs().resolve("one")).hasContent("one");
        assertThat(leftOut(result)).contains("outputs/two", "outputs/closed");
    }

    @Test
    void aScriptThatRemovesItsRunFolderEndsAsOneOfWhichNothingIsKnown() throws IOException {
        Result result = run(limits(), "echo one; sleep 0.5; rm -rf \"$(dirname \"$PWD\")\"");

        assertThat(result.status().code()).isNegative();
        assertThat(leftOut(result)).contains("the run folder there is gone");
        assertThat(result.directory().controlLog()).content().contains("The run folder there is gone");
    }

    @Test
    void aRunWhoseFolderHasBeenRemovedIsStillRunning() throws IOException {
        Prepared prepared = prepare(limits(), "echo one; exec sleep 60");
        try (ComputeTarget target = target()) {
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            remove(folder(prepared));

            assertThat(target.look(prepared.directory())).isInstanceOf(JobState.Running.class);
            Cancellation stop = new Cancellation();
            stop.request();
            target.resume(prepared.directory(), limits(), OutputStream.nullOutputStream(), stop);
            assertThat(target.look(prepared.directory())).isInstanceOf(JobState.Ended.class);
        }
    }

    @Test
    void aRunThatHasBeenStartedIsNotTakenForOneThatNeverWas() throws IOException, InterruptedException {
        Prepared prepared = prepare(limits(), "echo one");
        try (ComputeTarget target = target()) {
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            while (Files.notExists(folder(prepared).resolve("azureml-setup/complete"))) {
                Thread.sleep(10);
            }
            remove(folder(prepared).getParent());

            assertThat(target.look(prepared.directory())).isInstanceOf(JobState.Ended.class);
        }
    }

    @Test
    void aNumberThatCouldNotBeWrittenDoesNotHideTheSupervisor() throws IOException {
        Prepared prepared = prepare(limits(), "echo one; exec sleep 60");
        try (ComputeTarget target = target()) {
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            Files.write(folder(prepared).resolve("azureml-setup/started/pid"), new byte[0]);

            assertThat(target.look(prepared.directory())).isInstanceOf(JobState.Running.class);
            Cancellation stop = new Cancellation();
            stop.request();
            target.resume(prepared.directory(), limits(), OutputStream.nullOutputStream(), stop);
        }
    }

    @Test
    void aLargeOutputIsToldByItsNameWhateverThatIs() throws IOException {
        Job.Limits limits = new Job.Limits(null, Duration.ofSeconds(10), false, 1000);
        Result result = run(limits, "head -c 2000 /dev/zero > \"outputs/a b\nc\\\\n'd\"");

        assertThat(Outputs.of(result.directory(), 1000).leftOut())
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.path()).isEqualTo(io.github.amlmaven.ArtifactPath.printable("outputs/a b\nc\\n'd"));
                    assertThat(left.reason()).contains("scp ");
                });
    }

    @Test
    void theScriptHasTheUsersOwnMaskAndOthersReadNothingOfTheRun() throws Exception {
        SshAccount account = TestSsh.noisy();
        Files.writeString(account.home().resolve(".bashrc"), "umask 027; echo Welcome\n");
        Prepared prepared = prepare(limits(), "umask > outputs/mask; stat -c %a azureml-setup/started > outputs/mode");
        Result result = prepared.run(target(account), new Cancellation());

        assertThat(result.directory().outputs().resolve("mask")).hasContent("0027");
        assertThat(result.directory().outputs().resolve("mode")).hasContent("700");
    }

    @Test
    void aStartThatIsMadeAgainBeforeTheFirstHasEndedIsNoFailure() throws Exception {
        Prepared prepared = prepare(limits(), "echo x >> ~/$AML_RUN_MARK; sleep 0.3");
        try (ComputeTarget target = target()) {
            RemoteShell shell =
                    new RemoteShell(new SshConnection(RemoteTargetTest.login(TestSsh.shared()), Credentials.NONE));
            RemoteRun run = new RemoteRun(shell, prepared.directory());
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            target.resume(prepared.directory(), limits(), OutputStream.nullOutputStream(), new Cancellation());
            assertThat(run.start(java.util.List.of("/bin/sh", "script.sh"), limits(), "", new Cancellation()))
                    .isTrue();
        }
    }

    @Test
    void aLoginShellThatLetsNothingThroughIsNamed() throws Exception {
        for (String shell : new String[] {"/bin/false", "/usr/sbin/nologin"}) {
            assertThatThrownBy(() -> run(shell, "")).isInstanceOfSatisfying(AmlException.class, e -> {
                assertThat(e.problem()).contains("login shell").contains("exit code 1");
                assertThat(e.remedy()).contains("ssh ");
            });
        }
    }

    @Test
    void aProfileThatReadsOurWordsIsNamed() throws Exception {
        for (String profile : new String[] {"read x\n", "cat > /dev/null\n", "exit 0\n", "exec true\n"}) {
            assertThatThrownBy(() -> run("/bin/bash", profile))
                    .as(profile)
                    .isInstanceOfSatisfying(AmlException.class, e -> {
                        assertThat(e.problem()).contains("login shell");
                        assertThat(e.remedy()).contains("ssh ");
                    });
        }
    }

    @Test
    void twoThatLookAtOnceBringEachLineOnce() throws Exception {
        Prepared prepared = prepare(limits(), "seq 1 300000; : > azureml-setup/printed; exec sleep 60");
        try (ComputeTarget target = target();
                ComputeTarget other = target()) {
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            while (Files.notExists(folder(prepared).resolve("azureml-setup/printed"))) {
                Thread.sleep(10);
            }
            Thread thread = new Thread(() -> {
                try {
                    other.look(prepared.directory());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            thread.start();
            target.look(prepared.directory());
            thread.join();

            assertThat(prepared.directory().driverLog())
                    .hasSameBinaryContentAs(folder(prepared).resolve("azureml-logs/driver_log.txt"));
            Cancellation stop = new Cancellation();
            stop.request();
            target.resume(prepared.directory(), limits(), OutputStream.nullOutputStream(), stop);
        }
    }

    private static String leftOut(Result result) throws IOException {
        return Outputs.of(result.directory(), Long.MAX_VALUE).leftOut().toString();
    }

    private Result run(Job.Limits limits, String script) throws IOException {
        return prepare(limits, script).run(target(), new Cancellation());
    }

    private Result run(String shell, String profile) throws IOException, InterruptedException {
        SshAccount account = TestSsh.account(shell);
        Files.writeString(account.home().resolve(".bashrc"), profile);
        return prepare(limits(), "true").run(target(account), new Cancellation());
    }

    /** The run folder there. */
    private static Path folder(Prepared prepared) throws IOException {
        RemoteShell shell =
                new RemoteShell(new SshConnection(RemoteTargetTest.login(TestSsh.shared()), Credentials.NONE));
        return Path.of(new RemoteRun(shell, prepared.directory())
                .root(TestSsh.shared().account().home().toString()));
    }

    private static void remove(Path folder) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static ComputeTarget target() throws IOException {
        return target(TestSsh.shared().account());
    }

    private static ComputeTarget target(SshAccount account) throws IOException {
        SshServer server = TestSsh.shared();
        SshLogin login = new SshLogin(
                new SshAddress(server.address(), server.port(), account.name()),
                server.key("ed25519").toString(),
                TestSsh.knownHosts(server));
        return new RemoteTarget.Settings("vm", login, null, null).open(PROJECT, Credentials.NONE);
    }
}
