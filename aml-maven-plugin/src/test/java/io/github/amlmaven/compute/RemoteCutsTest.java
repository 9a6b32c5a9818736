package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wire that is cut, for a moment or for good, at every step of a run: no script starts twice, no output is lost. */
class RemoteCutsTest extends TargetRuns {
    private static final String SCRIPT =
            "echo x >> ~/$AML_RUN_MARK; for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done;"
                    + " head -c 300000 /dev/zero > outputs/zeros; echo result > outputs/result";
    private static final String LOG = "line 1\nline 2\nline 3\nline 4\nline 5\n";
    /** Milliseconds after which the wire is cut: a run takes some two seconds. */
    private static final int STEP_MILLIS = 120;

    private static final int MOMENTS = 20;
    /** How long the wire is cut. */
    private static final long CUT_MILLIS = Long.getLong("aml.cutMillis", 500);

    @BeforeAll
    static void requireServer() {
        TestSsh.requireUsers();
    }

    static IntStream moments() {
        boolean all = Boolean.getBoolean("aml.long");
        return IntStream.iterate(all ? 1 : 2, moment -> moment <= MOMENTS, moment -> moment + (all ? 1 : 4));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aRunSurvivesACut(int moment) throws Exception {
        try (SshWire wire = new SshWire(TestSsh.shared())) {
            Prepared prepared = prepare(limits(), SCRIPT);
            Thread cutter = cutter(wire, moment);
            ByteArrayOutputStream console = new ByteArrayOutputStream();

            ExitStatus status = target(wire.port(), Duration.ofMinutes(5))
                    .run(prepared.job(), prepared.directory(), console, new Cancellation());

            cutter.join();
            assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
            assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo(LOG);
            assertWhole(prepared.directory());
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void aRunThatIsCutOffForGoodIsPickedUpByTheNextOne(int moment) throws Exception {
        Prepared prepared = prepare(limits(), SCRIPT);
        boolean cut;
        try (SshWire wire = new SshWire(TestSsh.shared())) {
            Thread cutter = new Thread(() -> {
                sleep((long) moment * STEP_MILLIS);
                wire.cutForGood();
            });
            cutter.start();
            cut = isCut(prepared, wire.port());
            cutter.join();
        }

        try (ComputeTarget next = target(TestSsh.shared().port(), Duration.ofMinutes(1))) {
            JobState state = next.look(prepared.directory());
            if (state instanceof JobState.NeverStarted) {
                assertThat(cut).isTrue();
                assertThat(started(prepared.directory())).doesNotExist();
                return;
            }
            ExitStatus status =
                    next.resume(prepared.directory(), limits(), OutputStream.nullOutputStream(), new Cancellation());
            assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
            assertWhole(prepared.directory());
            assertThat(next.look(prepared.directory())).isInstanceOf(JobState.Ended.class);
        }
    }

    private static boolean isCut(Prepared prepared, int port) throws IOException {
        try (ComputeTarget target = target(port, Duration.ofMillis(300))) {
            target.run(prepared.job(), prepared.directory(), OutputStream.nullOutputStream(), new Cancellation());
            return false;
        } catch (AmlException e) {
            assertThat(SshConnection.isAway(e)).as("%s", e).isTrue();
            return true;
        }
    }

    private static void assertWhole(RunDirectory directory) throws IOException {
        assertThat(started(directory)).hasContent("x");
        assertThat(directory.driverLog()).hasContent(LOG.strip());
        assertThat(directory.outputs().resolve("zeros")).hasSize(300_000);
        assertThat(directory.outputs().resolve("result")).hasContent("result");
    }

    /** What the script writes when it starts, a line each time. */
    private static Path started(RunDirectory directory) throws IOException {
        return TestSsh.shared().account().home().resolve(new Supervisor(directory).mark());
    }

    private static Thread cutter(SshWire wire, int moment) {
        Thread cutter = new Thread(() -> {
            sleep((long) moment * STEP_MILLIS);
            wire.cutForGood();
            sleep(CUT_MILLIS);
            try {
                wire.accept();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        cutter.start();
        return cutter;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ComputeTarget target(int port, Duration patience) throws IOException {
        SshServer server = TestSsh.shared();
        SshLogin login = new SshLogin(
                new SshAddress("127.0.0.1", port, server.account().name()),
                server.key("ed25519").toString(),
                TestSsh.knownHosts(server, port));
        RemoteTarget.Settings settings = new RemoteTarget.Settings("vm", login, null, null);
        return new RemoteTarget(
                settings, PROJECT, new RemoteShell(new SshConnection(login, Credentials.NONE), patience));
    }
}
