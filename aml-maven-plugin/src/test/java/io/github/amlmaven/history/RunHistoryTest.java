package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run from its claim to its record, and how it is found again. */
class RunHistoryTest {
    @TempDir
    Path folder;

    private Path store;
    private RunHistory history;

    @BeforeEach
    void openHistory() {
        store = folder.resolve("store");
        history = Runs.history(store);
    }

    @Test
    void theRecordIsTheOneOfTheWorkbench() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("git_commit", "0123456789abcdef0123456789abcdef01234567");
        facts.put("git_dirty", true);
        facts.put("plugin_version", "1.0.0");
        facts.put("user_id", "ada");
        OpenRun run =
                history.claim(new RunStart("iris_sklearn.py", List.of("0.1", "zwei Wörter"), "local", "local", facts));
        Path script = Files.writeString(folder.resolve("iris_sklearn.py"), "print('hello')\n");
        Snapshot snapshot = run.snapshot(
                List.of(new SnapshotFile(
                        "iris_sklearn.py",
                        "file",
                        0644,
                        15,
                        "03e693d9f2f687e0f40e36a8df7fcb4d1c22974012b7c2a55c000eb30f305824",
                        null)),
                script.getParent());
        assertThat(snapshot.id()).hasSize(40);
        run.started(Map.of("host", Map.of("os", "Linux"), "interpreter", "/usr/bin/python3"));
        Runs.add(run, folder, "outputs/model.pkl", "model");
        Runs.add(run, folder, "azureml-logs/driver_log.txt", "");
        Path metrics = Files.writeString(folder.resolve("metrics.jsonl"), """
                {"name": "Regularization Rate", "value": 0.1}
                {"name": "Accuracy", "value": 0.6792452830188679}
                {"name": "loss", "value": [0.5, 0.25]}
                {"name": "status", "value": "fine"}
                """);
        RunRecord record = run.complete(new RunOutcome(
                RunStatus.COMPLETED,
                null,
                0,
                Runs.START,
                Runs.START.plusNanos(4_892_389_000L),
                Metrics.read(metrics),
                List.of(new NotCollected("outputs/big.bin", 536870912, "over the limit of 536870911 bytes")),
                List.of("A warning."),
                Map.of("application_id", "application_1504_0001")));

        assertThat(Json.pretty(record.fields())).isEqualTo("""
                {
                  "Accuracy": 0.6792452830188679,
                  "Regularization Rate": 0.1,
                  "application_id": "application_1504_0001",
                  "arguments": [
                    "0.1",
                    "zwei Wörter"
                  ],
                  "artifacts": [
                    {
                      "path": "azureml-logs/driver_log.txt",
                      "size": 0,
                      "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                    },
                    {
                      "path": "outputs/model.pkl",
                      "size": 5,
                      "sha256": "9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4"
                    }
                  ],
                  "attachments": "azureml-logs/driver_log.txt, outputs/model.pkl",
                  "created_utc": "2017-09-08T12:31:21.116000+00:00",
                  "description": null,
                  "duration": "0:00:04.892389",
                  "end_time_utc": "2017-09-08T12:31:26.008389+00:00",
                  "exit_code": 0,
                  "experiment_id": "EXPERIMENT",
                  "git_commit": "0123456789abcdef0123456789abcdef01234567",
                  "git_dirty": true,
                  "heartbeat_enabled": true,
                  "hidden": false,
                  "host": {
                    "os": "Linux"
                  },
                  "interpreter": "/usr/bin/python3",
                  "loss": [
                    0.5,
                    0.25
                  ],
                  "metric_status": "fine",
                  "name": null,
                  "not_collected": [
                    {
                      "path": "outputs/big.bin",
                      "size": 536870912,
                      "reason": "over the limit of 536870911 bytes"
                    }
                  ],
                  "parent_run_id": null,
                  "plugin_version": "1.0.0",
                  "properties": {
                    "CommitId": "SNAPSHOT"
                  },
                  "reason": null,
                  "reason_kind": null,
                  "run_configuration": "local",
                  "run_id": "iris_1504873881116",
                  "run_number": 1,
                  "script_name": "iris_sklearn.py",
                  "start_time_utc": "2017-09-08T12:31:21.116000+00:00",
                  "status": "Completed",
                  "target": "local",
                  "user_id": "ada",
                  "warnings": [
                    "A warning."
                  ]
                }""".replace("SNAPSHOT", snapshot.id())
                .replace("EXPERIMENT", String.valueOf(record.fields().get("experiment_id"))));
        assertThat(history.find("1").fields()).isEqualTo(record.fields());
        assertThat(record.metricFields()).containsExactly("Accuracy", "Regularization Rate", "loss", "metric_status");
    }

    @Test
    void theStoreHoldsTheObjectsOfTheDesign() throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.started(Map.of());
        run.heartbeat();
        Runs.add(run, folder, "outputs/a b/model.pkl", "model");
        run.complete(Runs.completed());
        String id = "iris_1504873881116";
        assertThat(new FolderStore(store).list(Runs.PROJECT.path()))
                .containsExactly(
                        "local/default/iris/ExperimentRun/" + id + "/outputs/a b/model.pkl",
                        "local/default/iris/numbers/00000001",
                        "local/default/iris/runs/" + id + "/final.json",
                        "local/default/iris/runs/" + id + "/heartbeat.json",
                        "local/default/iris/runs/" + id + "/open.json",
                        "local/default/iris/runs/" + id + "/started.json");
        assertThat(Files.readString(Runs.project(store).resolve("runs/" + id + "/final.json")))
                .doesNotContain("\n")
                .doesNotContain("\"owner\"")
                .doesNotContain(": ");
    }

    @Test
    void numbersAndIdsGrowEvenWhenTheClockStands() throws IOException {
        for (int i = 0; i < 3; i++) {
            OpenRun run = Runs.history(store).claim(Runs.start());
            assertThat(run.number()).isEqualTo(i + 1);
            assertThat(run.id()).hasToString("iris_" + (1504873881116L + i));
        }
    }

    @Test
    void whoeverEndsARunFirstHasTheLastWord() throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.started(Map.of());
        OpenRun other = new OpenRun(
                new FolderStore(store),
                new Layout(Runs.PROJECT),
                java.time.Clock.systemUTC(),
                new Numbers.Claim(1, run.id(), Map.of()),
                new LinkedHashMap<>(Map.of("run_id", run.id().value(), "run_number", 1L)),
                new RunListing(
                        new Numbers(new FolderStore(store), new Layout(Runs.PROJECT), java.time.Clock.systemUTC()),
                        new RunReader(new FolderStore(store), new Layout(Runs.PROJECT)),
                        new RunIndex(store.resolve("unused"))),
                null);
        assertThat(other.complete(Runs.failed(3)).status()).isEqualTo(RunStatus.FAILED);
        RunRecord lost = run.complete(Runs.completed());
        assertThat(lost.status()).isEqualTo(RunStatus.FAILED);
        assertThat(lost.reason()).contains(new Reason(Reason.Kind.EXIT_CODE, "exit code 3"));
        assertThat(lost.exitCode()).isEqualTo(3);
        assertThat(history.find("last").status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void anInterruptedBuildStillRecordsTheEnd() throws IOException {
        OpenRun run = history.claim(Runs.start());
        Path output = Files.writeString(folder.resolve("model"), "model");
        Thread.currentThread().interrupt();
        run.add(new io.github.amlmaven.ArtifactPath("outputs/model"), output);
        RunRecord record = run.complete(Runs.failed(130));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(record.artifacts()).hasSize(1);
        assertThat(history.find("1").status()).isEqualTo(RunStatus.FAILED);
    }

    @Test
    void aRecordWithAnotherNumberIsNotTrusted() throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.complete(Runs.completed());
        Path end = Runs.project(store).resolve("runs/" + run.id() + "/final.json");
        for (String number : List.of("2", "0", "-1", "123456789012")) {
            Files.writeString(
                    end, Files.readString(end).replaceFirst("\"run_number\":-?[0-9]+", "\"run_number\":" + number));
            assertThat(history.find("1").reason().orElseThrow().kind()).isEqualTo(Reason.Kind.RECORD_DAMAGED);
            assertThat(history.find(run.id().value()).number()).isEqualTo(1);
        }
    }

    @Test
    void aHeartbeatAfterTheEndDoesNothing() throws IOException {
        OpenRun run = history.claim(Runs.start());
        run.complete(Runs.completed());
        run.heartbeat();
        assertThat(Runs.project(store).resolve("runs/" + run.id() + "/heartbeat.json"))
                .doesNotExist();
    }

    @Test
    void aRunThatNeverStartedHasNoDuration() throws IOException {
        OpenRun run = history.claim(Runs.start());
        RunRecord record = run.complete(new RunOutcome(
                RunStatus.FAILED,
                new Reason(Reason.Kind.LAUNCH_FAILED, "python3 was not found"),
                null,
                null,
                Runs.START,
                Metrics.NONE,
                List.of(),
                List.of()));
        assertThat(record.duration()).isEmpty();
        assertThat(record.start()).isEmpty();
        assertThat(record.exitCode()).isNull();
        assertThat(record.fields()).containsEntry("duration", null).containsEntry("start_time_utc", null);
    }

    @Test
    void aFactCannotHideAField() {
        RunStart start = new RunStart("a.py", List.of(), "local", "local", Map.of("status", "fine"));
        assertThatThrownBy(() -> history.claim(start))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the history itself fills in status");
    }

    @Test
    void findsARunByNumberByIdAndTheLast() throws IOException {
        OpenRun first = history.claim(Runs.start());
        first.complete(Runs.completed());
        OpenRun second = history.claim(Runs.start());
        assertThat(history.find("1").id()).isEqualTo(first.id());
        assertThat(history.find(first.id().value()).number()).isEqualTo(1);
        assertThat(history.find(second.id().value()).status()).isEqualTo(RunStatus.PREPARING);
        assertThat(history.find(" last ").number()).isEqualTo(2);
    }

    @Test
    void saysWhichRunsThereAreWhenTheWantedOneIsNot() throws IOException {
        assertThatThrownBy(() -> history.find("last"))
                .isInstanceOf(AmlException.class)
                .hasMessage("there is no run of local/default/iris in the history at " + store
                        + "\n-> mvn aml:run makes the first; -Daml.store=<folder> names another history");
        history.claim(Runs.start());
        String remedy = "\n-> set -Daml.run to a number from 1 to 1, to last (iris_1504873881116), or to a run id;"
                + " mvn aml:history lists them";
        for (String wanted : List.of("0", "42", "iris_1504873881999")) {
            assertThatThrownBy(() -> history.find(wanted))
                    .isInstanceOf(AmlException.class)
                    .hasMessage(
                            "there is no run " + wanted + " of local/default/iris in the history at " + store + remedy);
        }
        assertThatThrownBy(() -> history.find("../../etc"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("'../../etc' is not a run id");
    }

    @Test
    void readingAHistoryThatDoesNotExistCreatesNothing() throws IOException {
        assertThat(history.list(RunFilter.ALL)).isEqualTo(new RunList(List.of(), 0));
        assertThat(store).doesNotExist();
    }
}
