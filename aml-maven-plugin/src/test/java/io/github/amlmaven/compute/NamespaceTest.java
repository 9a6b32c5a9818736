package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The local target with a set of process numbers for each run. */
class NamespaceTest extends ComputeTargetContract {
    @Override
    ComputeTarget open(@Nullable Path share) {
        return new LocalTarget.Settings("local", null, share == null ? null : share.toString())
                .open(PROJECT, Credentials.NONE);
    }

    @Override
    boolean ownProcesses() {
        return true;
    }

    @BeforeEach
    void needsNamespaces() {
        Required.that(
                !Namespace.options().isEmpty(), "no PID namespaces here -> run as root, or allow user namespaces");
    }

    @Test
    void nothingOutlivesTheRunHoweverItHides() throws IOException {
        Result result = run("env -i PATH=\"$PATH\" setsid sh -c 'echo $(readlink /proc/self/ns/pid) > outputs/ns;"
                + " exec sleep 600' > /dev/null 2>&1 & while ! test -s outputs/ns; do :; done");

        String space =
                Files.readString(result.directory().outputs().resolve("ns")).strip();
        assertThat(space).startsWith("pid:[");
        assertThat(result.status().succeeded()).isTrue();
        assertThat(ProcessHandle.allProcesses().filter(process -> isIn(process, space)))
                .isEmpty();
        assertThat(result.directory().controlLog()).content().contains("The script had left 1 process running");
    }

    @Test
    void whatIsLeftRunningMayTidyUp() throws IOException {
        Result result = run("(trap 'sleep 0.2; echo tidy > outputs/tidy; exit' TERM; echo > outputs/ready;"
                + " while :; do sleep 0.05; done) & while ! test -e outputs/ready; do :; done; exit 7");

        assertThat(result.status().code()).isEqualTo(7);
        assertThat(result.directory().outputs().resolve("tidy")).hasContent("tidy");
    }

    @Test
    void aStopWhileStragglersAreWaitedForKeepsTheExitCode() throws Exception {
        Cancellation cancellation = new Cancellation();
        Prepared prepared = prepare(
                new Job.Limits(null, Duration.ofSeconds(30), true, Long.MAX_VALUE),
                "(trap '' TERM; echo > outputs/ready; while :; do sleep 0.05; done) &"
                        + " while ! test -e outputs/ready; do :; done; exit 7");
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> prepared.run(open(null), cancellation));
        while (!Files.exists(prepared.directory().setup().resolve("stragglers"))) {
            Thread.sleep(5);
        }
        cancellation.request();
        cancellation.request();

        Result result = running.get(20, TimeUnit.SECONDS);
        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        assertThat(result.status().code()).isEqualTo(7);
    }

    private static boolean isIn(ProcessHandle process, String space) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns/pid"))
                    .toString()
                    .equals(space);
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
