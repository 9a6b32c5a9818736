package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every compute target must do; a target's test only says how to open it. */
abstract class ComputeTargetContract extends TargetRuns {
    /** The target, with its share folder below {@code share} unless that is null. */
    abstract ComputeTarget open(@Nullable Path share);

    /** Makes the file {@code outputs/go} where the script looks for it. */
    void release(RunDirectory directory) throws IOException {
        Files.createFile(directory.outputs().resolve("go"));
    }

    @Test
    void runsTheScriptInTheRootOfItsCopyWithItsArguments() throws IOException {
        Result result =
                run("pwd; ls -d outputs; for a in \"$@\"; do echo \"<$a>\"; done", "two words", "$HOME", "", "ä'\"");

        assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console().lines().skip(1))
                .containsExactly("outputs", "<two words>", "<$HOME>", "<>", "<ä'\">");
    }

    @Test
    void keepsTheDriverLogByteForByteAndShowsItOnTheConsole() throws IOException {
        Result result = run("printf 'out\\r'; printf 'err\\377' >&2; printf 'end'");

        byte[] log = Files.readAllBytes(result.directory().driverLog());
        assertThat(log).isEqualTo("out\rerr\u00ffend".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(result.raw().toByteArray()).isEqualTo(log);
    }

    @Test
    void bringsBackOutputsAlsoOfAFailedScript() throws IOException {
        Result result = run("mkdir outputs/deep; echo model > outputs/deep/m.txt; cd /; exit 3");

        assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));
        assertThat(result.status().succeeded()).isFalse();
        assertThat(result.directory().outputs().resolve("deep/m.txt")).hasContent("model");
    }

    @Test
    void tellsASignalFromAnExitCode() throws IOException {
        assertThat(run("kill -SEGV $$").status().signal()).isEqualTo(11);
        assertThat(run("exit 11").status().signal()).isZero();
    }

    @Test
    void givesTheVariablesOfTheRunAndOfTheUser() throws IOException {
        Result result = run(
                "echo $AZUREML_RUN_ID $AZUREML_TRACKED_RUN $USERS_OWN; ls -l $AZUREML_DRIVERLOG_PATH | wc -l; cat \"$AZUREML_PIDFILE_PATH\" | grep -c $$");

        assertThat(result.console().lines()).containsExactly(result.directory().run() + " True own value", "1", "1");
    }

    @Test
    void bringsBackWhatTheScriptHasToldMlflow() throws IOException {
        Result result = run("""
                store=${MLFLOW_TRACKING_URI#file://}
                test "$store" = "$(pwd)/azureml-setup/mlruns" -a ! -e "$store" || exit 9
                mkdir -p "$store/0/ab/metrics" "$store/0/ab/artifacts"
                echo 'start_time: 1' > "$store/0/ab/meta.yaml"
                echo '1500000000000 0.5 0' > "$store/0/ab/metrics/loss"
                echo model > "$store/0/ab/artifacts/model"
                test "$MLFLOW_ALLOW_FILE_STORE-${MLFLOW_RUN_ID-unset}" = true-unset
                """);

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(MlflowResults.of(result.directory(), 1000).metrics()).containsExactly(Map.entry("loss", 0.5));
        assertThat(Outputs.of(result.directory(), 1000).files())
                .extracting(output -> output.path().value())
                .contains("outputs/mlflow/model");
    }

    @Test
    void sharesAFolderThatOutlivesRunsAndEndsWithASeparator() throws IOException {
        Path share = temp.resolve("share");
        String script =
                "printf x >> \"${AZUREML_NATIVE_SHARE_DIRECTORY}count\"; wc -c < \"${AZUREML_NATIVE_SHARE_DIRECTORY}count\"";

        assertThat(runOn(open(share), script).console().strip()).isEqualTo("1");
        assertThat(runOn(open(share), script).console().strip()).isEqualTo("2");
        assertThat(share.resolve("local/default/iris/count")).hasContent("xx");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(share.resolve("local"))))
                .isEqualTo("rwx------");
    }

    @Test
    void hasNoShareFolderUnlessConfigured() throws IOException {
        assertThat(run("echo \"[${AZUREML_NATIVE_SHARE_DIRECTORY-unset}]\"")
                        .console()
                        .strip())
                .isEqualTo("[unset]");
    }

    @Test
    void readingStandardInputMeetsItsEnd() throws IOException {
        assertThat(run("cat; echo done").console()).isEqualTo("done\n");
    }

    @Test
    void stopsAtTheTimeoutAndKeepsWhatIsThere() throws IOException {
        Result result = run(
                new Job.Limits(Duration.ofMillis(500), Duration.ofSeconds(10), ownProcesses(), Long.MAX_VALUE),
                "echo half > outputs/half.txt; sleep 600");

        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.TIMED_OUT);
        assertThat(result.status().signal()).isEqualTo(15);
        assertThat(result.directory().outputs().resolve("half.txt")).hasContent("half");
    }

    @Test
    void stopsByForceWhatIgnoresTheRequest() throws IOException {
        Result result = run(
                new Job.Limits(Duration.ofMillis(300), Duration.ofMillis(300), ownProcesses(), Long.MAX_VALUE),
                "trap '' TERM; while :; do sleep 0.1; done");

        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.TIMED_OUT);
        assertThat(result.status().signal()).isEqualTo(9);
    }

    @Test
    void cancelsAndLetsTheScriptTidyUp() throws Exception {
        Cancellation cancellation = new Cancellation();
        Prepared prepared = prepare(
                limits(), "trap 'echo tidy > outputs/tidy.txt; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> prepared.run(open(null), cancellation));
        while (!prepared.directory().driverLog().toFile().exists()
                || Files.size(prepared.directory().driverLog()) == 0) {
            Thread.onSpinWait();
        }
        cancellation.request();

        Result result = running.get(30, TimeUnit.SECONDS);
        assertThat(result.status()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.CANCELED, 0));
        assertThat(prepared.directory().outputs().resolve("tidy.txt")).hasContent("tidy");
    }

    @Test
    void leavesNoProcessBehind() throws IOException {
        // Known by its argument: the number a process has in its own set is not the one it has here.
        String seconds = "600." + System.nanoTime();
        Result result = run("(setsid sh -c 'echo > outputs/up; exec sleep " + seconds
                + "' > /dev/null 2>&1 &) ; while ! test -s outputs/up; do :; done");

        assertThat(result.status().succeeded()).isTrue();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> isRunning(process.pid()))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(seconds)))
                .isEmpty();
    }

    @Test
    void aJobWhoseWatcherIsGoneIsFoundAndLookedAfterToItsEnd() throws Exception {
        Prepared prepared = prepare(limits(), "echo one; while ! test -e outputs/go; do sleep 0.05; done; exit 5");
        Thread watcher = new Thread(() -> prepared.run(open(null), new Cancellation()));
        watcher.setDaemon(true);
        watcher.start();
        while (Files.notExists(prepared.directory().driverLog())
                || Files.size(prepared.directory().driverLog()) == 0) {
            Thread.sleep(5);
        }

        ComputeTarget another = open(null);
        assertThat(another.look(prepared.directory())).isInstanceOf(JobState.Running.class);
        release(prepared.directory());
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        ExitStatus status = another.resume(prepared.directory(), limits(), console, new Cancellation());

        assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 5));
        assertThat(console.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
        assertThat(another.look(prepared.directory())).isInstanceOf(JobState.Ended.class);
        watcher.join();
    }

    @Test
    void aJobThatIsLookedAtBeforeItHasStartedNeverStarts() throws IOException {
        Prepared prepared = prepare(limits(), "echo started > outputs/started");

        assertThat(open(null).look(prepared.directory())).isInstanceOf(JobState.NeverStarted.class);
        assertThat(open(null).look(prepared.directory())).isInstanceOf(JobState.NeverStarted.class);
        prepared.run(open(null), new Cancellation());

        assertThat(prepared.directory().outputs().resolve("started")).doesNotExist();
    }

    /** Whether there is such a process; one that is dead and has a parent that does not care is not running. */
    static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()
                && !ProcessMarks.isDead(Path.of("/proc", Long.toString(pid)));
    }

    @Test
    void goesOnWhenTheConsoleHasGone() throws IOException {
        Prepared prepared = prepare(limits(), "echo one; echo two > outputs/two.txt");
        ExitStatus status = open(null).run(prepared.job(), prepared.directory(), new GoneConsole(), new Cancellation());

        assertThat(status.succeeded()).isTrue();
        assertThat(prepared.directory().driverLog()).hasContent("one");
        assertThat(prepared.directory().outputs().resolve("two.txt")).hasContent("two");
    }

    Result run(String script, String... arguments) throws IOException {
        return prepare(limits(), script, arguments).run(open(null), new Cancellation());
    }

    private Result run(Job.Limits limits, String script) throws IOException {
        return prepare(limits, script).run(open(null), new Cancellation());
    }

    private Result runOn(ComputeTarget target, String script) throws IOException {
        return prepare(limits(), script).run(target, new Cancellation());
    }

    private static final class GoneConsole extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
