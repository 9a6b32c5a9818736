package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Required;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What scripts, users and accidents do to a run on another computer: it is brought to its end all the same. */
@Timeout(120)
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
    void aRunWhoseFolderHasBeenRemovedIsStillRunning() throws Exception {
        Prepared prepared = prepare(limits(), "echo one; exec sleep 60");
        try (ComputeTarget target = target()) {
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            while (Files.size(folder(prepared).resolve("azureml-logs/driver_log.txt")) == 0) {
                Thread.sleep(10);
            }
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
    void startsThatMeetStartOnceAndNoneOfThemFails() throws Exception {
        Prepared prepared = prepare(limits(), "echo x >> ~/$AML_RUN_MARK");
        RemoteRun run = new RemoteRun(shell(), prepared.directory());
        prepared.directory().addResources(Supervisor.SCRIPTS);
        String mark = new Supervisor(prepared.directory()).mark();
        run.stage(PROJECT, Map.of(Supervisor.MARK, mark), new Cancellation());

        List<CompletableFuture<Boolean>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return run.start(List.of("/bin/sh", "script.sh"), limits(), "", new Cancellation());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (CompletableFuture<Boolean> start : starts) {
            assertThat(start.get()).isTrue();
        }
        run.untilEnd(limits(), OutputStream.nullOutputStream(), new Cancellation());

        assertThat(TestSsh.shared().account().home().resolve(mark)).hasContent("x");
        assertThat(folder(prepared).resolve("azureml-setup/variables")).doesNotExist();
    }

    @Test
    void aSupervisorThatTheScriptHasStoppedIsEndedByForce() throws Exception {
        Job.Limits limits = new Job.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), false, Long.MAX_VALUE);
        Result result = run(
                limits,
                "echo one > outputs/one; read x y z parent rest < /proc/$$/stat; kill -STOP $parent;" + " sleep 60");

        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.TIMED_OUT);
        assertThat(result.directory().outputs().resolve("one")).hasContent("one");
    }

    static List<String> replacements() {
        List<String> all = List.of(
                "chmod 000 .",
                "rm -rf outputs; ln -s /etc outputs",
                "rm azureml-logs/driver_log.txt; mkfifo azureml-logs/driver_log.txt",
                "rm -rf azureml-setup; ln -s /etc azureml-setup",
                "d=$PWD; cd /; rm -rf $d; ln -s /etc $d",
                "rm -rf outputs; mkfifo outputs",
                "rm azureml-logs/driver_log.txt; ln -s /etc/passwd azureml-logs/driver_log.txt",
                "rm azureml-logs/driver_log.txt; mkdir azureml-logs/driver_log.txt",
                "rm -rf azureml-logs; ln -s /etc azureml-logs",
                "rm -rf azureml-setup; mkfifo azureml-setup",
                "mv azureml-setup elsewhere",
                "rm azureml-setup/started/pid; mkfifo azureml-setup/started/pid",
                "rm azureml-setup/complete.tmp; mkfifo azureml-setup/complete.tmp",
                "mkdir azureml-setup/complete",
                "chmod 000 azureml-setup azureml-logs",
                "d=$PWD; cd /; mv $d $d.moved",
                "touch 'outputs/-rf' \"outputs/$(printf '\\377')\" 'outputs/--checkpoint-action=exec=sh x'");
        return Boolean.getBoolean("aml.long") ? all : all.subList(0, 5);
    }

    @ParameterizedTest
    @MethodSource("replacements")
    void whatTheScriptPutsInThePlaceOfItsFoldersIsNotFollowed(String replacement) throws Exception {
        Result result = run(limits(), "echo one; sleep 0.3; " + replacement);

        assertThat(result.console()).isEqualTo("one\n");
        assertThat(result.status().code()).isIn(0, -1);
        for (String folder : List.of("", "outputs", "azureml-logs", "azureml-setup")) {
            assertThat(result.directory().root().resolve(folder).resolve("passwd"))
                    .doesNotExist();
        }
    }

    @Test
    void aDiskThatIsFullThereIsSaidAndHasRoomAgain() throws Exception {
        SshAccount account = TestSsh.account("/bin/sh");
        Path disk = Files.createDirectories(account.home().resolve(".azureml"));
        Required.that(
                command("mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "tmpfs", disk.toString()) == 0,
                "no disk of its own can be mounted -> run as root");
        try {
            Prepared prepared = prepare(limits(), "echo one");
            Files.write(prepared.directory().root().resolve("large"), new byte[2 * 1024 * 1024]);
            assertThatThrownBy(() -> prepared.run(target(account), new Cancellation()))
                    .hasMessageContaining("No space left on device");
            assertThat(disk.resolve("staged")).isDirectoryNotContaining("glob:**/.part-*");

            Result result = prepare(
                            limits(), "echo one > outputs/one; head -c 2000000 /dev/zero > outputs/much; exit 7")
                    .run(target(account), new Cancellation());
            assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 7));
            assertThat(result.directory().outputs().resolve("one")).hasContent("one");
        } finally {
            assertThat(command("umount", disk.toString())).isZero();
        }
    }

    @Test
    void aSecretThatWouldShowInTheListOfProcessesIsNotSent() throws IOException {
        Job job = prepare(limits(), "true").job();
        Job odd = new Job(
                job.project(),
                job.script(),
                job.arguments(),
                new Job.Environment(Map.of(), List.of(), Map.of("API.KEY", new Secret("open, Sesame")), true),
                job.requirements(),
                job.limits());
        try (ComputeTarget target = target()) {
            assertThatThrownBy(() -> target.check(odd))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("'API.KEY'")
                    .hasMessageNotContaining("Sesame");
        }
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }

    @Test
    void whoLooksAfterTheRunOfAnotherOneDoesNotWaitForAComputerThatIsAway() throws Exception {
        Prepared prepared = prepare(limits(), "echo one");
        try (SshWire wire = new SshWire(TestSsh.shared());
                ComputeTarget target = target()) {
            SshServer server = TestSsh.shared();
            SshLogin login = new SshLogin(
                    new SshAddress("127.0.0.1", wire.port(), server.account().name()),
                    server.key("ed25519").toString(),
                    TestSsh.knownHosts(server, wire.port()));
            Map<String, Object> facts;
            try (ComputeTarget settings =
                    new RemoteTarget.Settings("vm", login, null, null).open(PROJECT, Credentials.NONE)) {
                facts = settings.facts();
            }
            assertThat(target.launch(prepared.job(), prepared.directory(), new Cancellation()))
                    .isTrue();
            try (ComputeTarget later = TargetSettings.reopen(facts, PROJECT, Credentials.NONE)) {
                later.look(prepared.directory());
                wire.cutForGood();
                long begin = System.nanoTime();
                assertThatThrownBy(() -> later.resume(
                                prepared.directory(), limits(), OutputStream.nullOutputStream(), new Cancellation()))
                        .isInstanceOf(AmlException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
            }
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
                    throw new UncheckedIOException(e);
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
        return Path.of(new RemoteRun(shell(), prepared.directory())
                .root(TestSsh.shared().account().home().toString()));
    }

    private static RemoteShell shell() throws IOException {
        return new RemoteShell(new SshConnection(RemoteTargetTest.login(TestSsh.shared()), Credentials.NONE));
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
