package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The states that are derived from what is in the store and from who is alive. */
class RunStatesTest {
    @TempDir
    Path store;

    private RunHistory history;
    private OpenRun run;

    @BeforeEach
    void claim() throws IOException {
        history = Runs.history(store);
        run = history.claim(Runs.start());
    }

    @Test
    void aLivingRunPreparesRunsAndCollects() throws IOException {
        assertThat(status()).isEqualTo(RunStatus.PREPARING);
        run.started(Map.of());
        assertThat(status()).isEqualTo(RunStatus.RUNNING);
        run.heartbeat();
        assertThat(status()).isEqualTo(RunStatus.RUNNING);
        run.collecting();
        assertThat(status()).isEqualTo(RunStatus.COLLECTING);
        run.complete(Runs.failed(137));
        assertThat(status()).isEqualTo(RunStatus.FAILED);
        assertThat(history.find("last").reason()).contains(new Reason(Reason.Kind.EXIT_CODE, "exit code 137"));
    }

    @Test
    void aProcessThatIsGoneLeavesAnInterruptedRun() throws IOException {
        asOwner(owner -> new Owner(owner.host(), owner.boot(), owner.space(), 4_194_305L, "1"));
        assertThat(status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(reason().kind()).isEqualTo(Reason.Kind.NEVER_STARTED);
        run.started(Map.of());
        assertThat(reason().kind()).isEqualTo(Reason.Kind.OWNER_GONE);
    }

    @Test
    void aProcessNumberThatIsUsedAgainIsNotTheOwner() throws IOException {
        asOwner(owner -> new Owner(owner.host(), owner.boot(), owner.space(), owner.pid(), owner.start() + "0"));
        assertThat(status()).isEqualTo(RunStatus.INTERRUPTED);
    }

    @Test
    void aRestartOfTheComputerInterrupts() throws IOException {
        asOwner(owner -> new Owner(owner.host(), "another-boot", owner.space(), owner.pid(), owner.start()));
        assertThat(status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(reason())
                .isEqualTo(new Reason(Reason.Kind.HOST_REBOOTED, "the computer was restarted during the run"));
    }

    @Test
    void anotherComputerIsBelievedForFiveMinutes() throws IOException {
        run.started(Map.of());
        run.heartbeat();
        asOwner(owner -> new Owner("elsewhere", owner.boot(), owner.space(), 1L, "1"));
        asHeartbeat(owner -> new Owner("elsewhere", owner.boot(), owner.space(), 1L, "1"));
        assertThat(status()).isEqualTo(RunStatus.RUNNING);
        age("heartbeat.json", 299);
        assertThat(status()).isEqualTo(RunStatus.RUNNING);
        age("heartbeat.json", 400);
        assertThat(status()).isEqualTo(RunStatus.UNKNOWN);
        assertThat(reason())
                .isEqualTo(new Reason(
                        Reason.Kind.OWNER_SILENT,
                        "the computer that looks after the run has been silent for 6 minutes"));
    }

    @Test
    void aContainerOfTheSameComputerCountsAsAnother() throws IOException {
        asOwner(owner -> new Owner(owner.host(), owner.boot(), "pid:[1]", 1L, "1"));
        assertThat(status()).isEqualTo(RunStatus.PREPARING);
        age("open.json", 400);
        assertThat(status()).isEqualTo(RunStatus.UNKNOWN);
    }

    @Test
    void aNumberThatWasClaimedAndNothingElseIsShown() throws IOException {
        Files.delete(object("open.json"));
        assertThat(status()).isEqualTo(RunStatus.PREPARING);
        Path claim = Runs.project(store).resolve("numbers/00000001");
        Files.writeString(claim, Files.readString(claim).replaceAll("\"pid\":[0-9]+", "\"pid\":4194305"));
        assertThat(status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(reason().kind()).isEqualTo(Reason.Kind.NEVER_STARTED);
        assertThat(history.find(run.id().value()).number()).isEqualTo(1);
        assertThat(history.list(RunFilter.ALL).runs()).hasSize(1);
    }

    @Test
    void aDamagedRecordIsToldAndHidesNoOtherRun() throws IOException {
        run.complete(Runs.completed());
        history.claim(Runs.start()).complete(Runs.completed());
        Files.delete(Runs.project(store).resolve(".derived/runs.jsonl"));
        Files.writeString(object("final.json"), "{\"run_id\": \"iris_15048");
        assertThat(status()).isEqualTo(RunStatus.UNKNOWN);
        assertThat(reason().kind()).isEqualTo(Reason.Kind.RECORD_DAMAGED);
        assertThat(reason().words())
                .startsWith("local/default/iris/runs/iris_1504873881116/final.json is damaged (")
                .endsWith("): bring it back from a backup");
        assertThat(history.list(RunFilter.ALL).runs())
                .extracting(RunRecord::status)
                .containsExactly(RunStatus.COMPLETED, RunStatus.UNKNOWN);
    }

    private RunStatus status() throws IOException {
        return history.find("1").status();
    }

    private Reason reason() throws IOException {
        return history.find("1").reason().orElseThrow();
    }

    private Path object(String name) {
        return Runs.project(store).resolve("runs/" + run.id()).resolve(name);
    }

    private void age(String name, int seconds) throws IOException {
        Files.setLastModifiedTime(object(name), FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    private void asOwner(UnaryOperator<Owner> change) throws IOException {
        asOwner("open.json", change);
    }

    private void asHeartbeat(UnaryOperator<Owner> change) throws IOException {
        asOwner("heartbeat.json", change);
    }

    private void asOwner(String name, UnaryOperator<Owner> change) throws IOException {
        byte[] content = Files.readAllBytes(object(name));
        Map<String, Object> document = Json.parseObject(content, 0, content.length);
        document.put("owner", change.apply(Owner.of(document.get("owner"))).toMap());
        Files.writeString(object(name), Json.write(document));
    }
}
