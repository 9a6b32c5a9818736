package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of a record: states, reasons, times, owners. */
class RunWordsTest {
    @Test
    void aStatusIsFoundByItsWord() {
        for (RunStatus status : RunStatus.values()) {
            assertThat(RunStatus.of(status.label().toLowerCase(java.util.Locale.ROOT)))
                    .isEqualTo(status);
        }
        assertThat(RunStatus.of("Cancelled")).isEqualTo(RunStatus.CANCELED);
        assertThatThrownBy(() -> RunStatus.of("done"))
                .isInstanceOf(AmlException.class)
                .hasMessage("'done' is not a status of a run\n-> set -Daml.status to one of Preparing, Running,"
                        + " Collecting, Interrupted, Unknown, Completed, Failed, Canceled");
    }

    @Test
    void exitCodeSignalAndOutOfMemoryAreToldApart() {
        assertThat(Reason.exitCode(137)).isEqualTo(new Reason(Reason.Kind.EXIT_CODE, "exit code 137"));
        assertThat(Reason.signal(9)).isEqualTo(new Reason(Reason.Kind.SIGNAL, "signal 9 (KILL)"));
        assertThat(Reason.signal(35)).isEqualTo(new Reason(Reason.Kind.SIGNAL, "signal 35"));
        assertThat(Reason.outOfMemory(9))
                .isEqualTo(
                        new Reason(Reason.Kind.OUT_OF_MEMORY, "out of memory: the system ended it, signal 9 (KILL)"));
        assertThat(Reason.outOfMemory(1, "MemoryError"))
                .isEqualTo(new Reason(Reason.Kind.OUT_OF_MEMORY, "exit code 1, out of memory (MemoryError)"));
    }

    @ParameterizedTest
    @CsvSource({
        "1504873881116, 2017-09-08T12:31:21.116000+00:00",
        "0, 1970-01-01T00:00:00.000000+00:00",
        "4102444799001, 2099-12-31T23:59:59.001000+00:00",
    })
    void aTimeIsWrittenAndReadBack(long millis, String text) {
        assertThat(Timestamp.format(Instant.ofEpochMilli(millis))).isEqualTo(text);
        assertThat(Timestamp.parse(text)).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2017-13-08T12:31:21.116000+00:00",
                "2017-09-08Txx:31:21.116000+00:00",
                "2017-09-08T12:31:21.116000+02:00"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(Timestamp.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "4892389, 0:00:04.892389",
        "0, 0:00:00.000000",
        "3723000001, 1:02:03.000001",
        "604800000000, 168:00:00.000000",
        "-5, 0:00:00.000000",
    })
    void aDurationIsWrittenAsTheWorkbenchDid(long micros, String text) {
        assertThat(Timestamp.format(Duration.ofNanos(micros * 1000))).isEqualTo(text);
    }

    @Test
    void thisProcessKnowsItselfAndLives() throws Exception {
        Owner me = Owner.current();
        assertThat(me.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(me.host()).isNotEmpty();
        assertThat(me.start()).isNotEmpty();
        assertThat(Owner.of(Json.parse(Json.write(me.toMap())))).isEqualTo(me);
        assertThat(me.seenFrom(me)).isEqualTo(Owner.Life.ALIVE);
        Process child = new ProcessBuilder("sleep", "60").start();
        assertThat(new Owner(me.host(), me.boot(), me.space(), child.pid(), me.start()).seenFrom(me))
                .isEqualTo(Owner.Life.DEAD);
        child.destroyForcibly().waitFor();
    }

    @Test
    void aProcessThatHasEndedAndWasNotWaitedForIsDead() throws Exception {
        Path proc = Path.of("/proc");
        Assumptions.assumeTrue(Files.exists(proc.resolve("self/stat")), "only Linux has /proc");
        // The shell becomes a program that never asks for the exit code of the child it has inherited.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & echo $!; exec sleep 60").start();
        try {
            String pid = parent.inputReader().readLine();
            String[] stat = Files.readString(proc.resolve(pid).resolve("stat")).split(" ", -1);
            Owner me = Owner.current();
            Owner child = new Owner(me.host(), me.boot(), me.space(), Long.parseLong(pid), stat[21]);
            assertThat(child.seenFrom(me)).isEqualTo(Owner.Life.ALIVE);
            while (!Files.readString(proc.resolve(pid).resolve("stat")).contains(") Z ")) {
                Thread.sleep(5);
            }
            assertThat(child.seenFrom(me)).isEqualTo(Owner.Life.DEAD);
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void anOwnerThatIsNotCompleteIsNone() throws Exception {
        assertThat(Owner.of(null)).isNull();
        assertThat(Owner.of(Json.parse("{\"host\":\"a\"}"))).isNull();
        assertThat(Owner.of("x")).isNull();
    }
}
