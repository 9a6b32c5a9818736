package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** File stores as MLflow never makes them: the run is recorded, what is good in them is kept, and the rest is told. */
@Timeout(120)
class HostileMlflowTest {
    @TempDir
    Path temp;

    private Collection run;
    private Path store;
    private Path mlflowRun;

    @BeforeEach
    void makeRun() throws IOException {
        run = new Collection(temp, "hostile");
        store = run.directory.root().resolve("azureml-setup/mlruns");
        mlflowRun = store.resolve("0/ab");
        write(mlflowRun.resolve("meta.yaml"), "start_time: 1\nlifecycle_stage: active\n");
        write(mlflowRun.resolve("metrics/good"), "1500000000000 0.5 0\n");
    }

    @Test
    void linesThatCannotBeReadAreCountedAndLeftOut() throws IOException {
        write(mlflowRun.resolve("metrics/odd"), """
                1500000000000 1 0
                1500000000000
                x 1 0
                1500000000000 0x1p3 0
                1500000000000 1e999999999 0
                1500000000000 1 99999999999999999999

                1500000000001 2 0 data 12ab model
                1500000000002 -inf 1
                1500000000003 3""" + " " + "x".repeat(5000) + "\n1500000000003 +.5e1");
        write(mlflowRun.resolve("metrics/empty"), "");

        RunRecord record = run.complete();

        assertThat(record.metrics()).isEqualTo(Map.of("good", 0.5, "odd", List.of(1L, 2L, 5.0, "-Infinity")));
        assertThat(record.warnings())
                .containsExactly("6 lines of MLflow's metrics could not be read and were left out.");
    }

    @Test
    void valuesOfOneStepStayInTheOrderOfTheirTime() throws IOException {
        write(mlflowRun.resolve("metrics/good"), "3 30 0\n1 10 0\n2 20 -1\n");

        assertThat(run.complete().metrics()).isEqualTo(Map.of("good", List.of(20L, 10L, 30L)));
    }

    @Test
    void linksPipesAndGiantsAreNamedAndNeverFollowed() throws Exception {
        Path secret = temp.resolve("secret");
        write(secret, "CANARY");
        write(temp.resolve("elsewhere/cd/meta.yaml"), "start_time: 1\n");
        write(temp.resolve("elsewhere/cd/artifacts/canary"), "CANARY");
        Files.createDirectories(mlflowRun.resolve("params"));
        Files.createSymbolicLink(mlflowRun.resolve("params/secret"), secret);
        Files.createSymbolicLink(mlflowRun.resolve("tags"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(store.resolve("1"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(store.resolve("0/cd"), temp.resolve("elsewhere/cd"));
        Files.createSymbolicLink(mlflowRun.resolve("artifacts"), temp.resolve("elsewhere/cd/artifacts"));
        write(mlflowRun.resolve("params/long"), "x".repeat(20_000));
        assertThat(new ProcessBuilder("mkfifo", mlflowRun + "/metrics/pipe")
                        .start()
                        .waitFor())
                .isZero();
        try (RandomAccessFile giant = new RandomAccessFile(mlflowRun + "/metrics/giant", "rw")) {
            giant.setLength(1L << 40);
        }

        RunRecord record = run.complete();

        assertThat(record.metrics()).containsEntry("good", 0.5).hasSize(1);
        assertThat(record.fields().toString()).doesNotContain("CANARY");
        assertThat(record.fields()).doesNotContainKeys("parameters", "tags");
        assertThat(record.matching("**")).noneMatch(file -> file.path().value().contains("canary"));
        assertThat(String.join("\n", record.warnings()))
                .contains("line", "of MLflow's metrics could not be read")
                .contains("of MLflow's folders were left out; the first: ");
    }

    @Test
    void aStoreThatIsALinkOrAFileIsNoStore() throws IOException {
        write(temp.resolve("elsewhere/0/cd/meta.yaml"), "start_time: 1\n");
        write(temp.resolve("elsewhere/0/cd/metrics/canary"), "1 1 0\n");
        Files.move(store, temp.resolve("moved"));
        Files.createSymbolicLink(store, temp.resolve("elsewhere"));

        RunRecord record = run.complete();

        assertThat(record.metrics()).isEmpty();
        assertThat(record.warnings()).hasSize(1).first().asString().contains("mlruns");
    }

    @Test
    void namesThatAreOddAreKeptAsTextAndNeverLeadOutOfTheirPlace() throws IOException {
        write(mlflowRun.resolve("tags/mlflow.runName"), "../../x\n\u0007");
        write(mlflowRun.resolve("metrics/<script>\u0007/x"), "1 1 0\n");
        write(mlflowRun.resolve("artifacts/a\nb"), "x");
        Files.createDirectories(store.resolve("0/cd/metrics"));
        write(store.resolve("0/cd/meta.yaml"), "start_time: 2\n");
        Files.createFile(Collection.named(store.resolve("0/cd/metrics"), new byte[] {'b', (byte) 0xff}));
        write(store.resolve("0/cd/metrics/l"), "1 2 0\n");

        RunRecord record = run.complete();

        assertThat(record.metrics())
                .isEqualTo(Map.of(".._.._x__/good", 0.5, ".._.._x__/<script>\\u0007/x", 1L, "run/l", 2L));
        assertThat(record.matching("outputs/**"))
                .extracting(file -> file.path().value())
                .containsExactly("outputs/mlflow/.._.._x__/a\nb");
    }

    @Test
    void whatIsOverTheLimitOrUnderATakenNameIsNotCollected() throws IOException {
        write(mlflowRun.resolve("artifacts/model.bin"), "of MLflow");
        write(mlflowRun.resolve("artifacts/other"), "kept");
        write(run.outputs().resolve("mlflow/model.bin"), "of the script");
        try (RandomAccessFile big = new RandomAccessFile(mlflowRun + "/artifacts/big", "rw")) {
            big.setLength(Collection.LIMIT);
        }

        RunRecord record = run.complete();

        assertThat(record.artifact("outputs/mlflow/model.bin").size()).isEqualTo("of the script".length());
        assertThat(record.artifact("outputs/mlflow/other").size()).isEqualTo(4);
        assertThat(record.notCollected())
                .extracting(NotCollected::path)
                .containsExactly("outputs/mlflow/big", "outputs/mlflow/model.bin");
    }

    @Test
    void deletedRunsAndWhatIsNoRunCountForNothing() throws IOException {
        write(store.resolve("0/gone/meta.yaml"), "start_time: 2\nlifecycle_stage: deleted\n");
        write(store.resolve("0/gone/metrics/gone"), "1 2 0\n");
        write(store.resolve(".trash/1/x/meta.yaml"), "start_time: 2\n");
        write(store.resolve("0/norun/metrics/no"), "1 2 0\n");
        write(store.resolve("0/datasets/d/meta.yaml"), "name: d\n");
        write(store.resolve("models/m/version-1/meta.yaml"), "name: m\n");

        RunRecord record = run.complete();

        assertThat(record.metrics()).isEqualTo(Map.of("good", 0.5));
        assertThat(record.warnings()).isEmpty();
    }

    @Test
    void moreThanARecordHasRoomForIsLeftOut() throws IOException {
        String line = "1500000000000 0.123456789012345 0\n";
        write(mlflowRun.resolve("metrics/many"), line.repeat(300_000));
        write(mlflowRun.resolve("metrics/more"), line.repeat(300_000));

        RunRecord record = run.complete();

        int kept = record.metrics().values().stream()
                .mapToInt(value -> value instanceof List<?> list ? list.size() : 1)
                .sum();
        assertThat(kept).isBetween(249_999, 250_001);
        assertThat(record.warnings())
                .anyMatch(warning -> warning.contains("values of MLflow beyond what a record has room for"));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
