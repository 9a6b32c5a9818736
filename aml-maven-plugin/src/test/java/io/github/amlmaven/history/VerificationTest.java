package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever has changed in a history is found, and told once. */
class VerificationTest {
    private static final int FLIPS = Boolean.getBoolean("aml.long") ? 1000 : 100;

    @TempDir
    Path folder;

    private RunHistory history;
    private Path project;

    @BeforeEach
    void makeHistory() throws IOException {
        history = Runs.history(folder.resolve("store"));
        project = Runs.project(folder.resolve("store"));
        Path staged = Files.createDirectory(folder.resolve("staged"));
        for (int i = 1; i <= 3; i++) {
            Files.writeString(staged.resolve("train.py"), "print(" + i + ")");
            Files.writeString(staged.resolve("data.csv"), "1,2,3");
            OpenRun run = history.claim(Runs.start());
            run.snapshot(
                    List.of(
                            new SnapshotFile("data.csv", "file", 0644, 5, Sha256.of("1,2,3"), null),
                            new SnapshotFile("train.py", "file", 0644, 8, Sha256.of("print(" + i + ")"), null)),
                    staged);
            run.started(Map.of("host", "h"));
            Runs.add(run, folder, "outputs/model.pkl", "model " + i);
            Runs.add(run, folder, "azureml-logs/driver_log.txt", "log of " + i);
            run.complete(Runs.completed());
        }
        history.claim(Runs.start()).started(Map.of());
    }

    @Test
    void aHealthyHistoryHasNoFindings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        // 4 contents, 3 lists of files, 6 artifacts, and per run a number, a start and two more objects (or none).
        assertThat(history.verification().run(findings::add)).isEqualTo(4 + 3 + 6 + 4 * 4);
        assertThat(findings).isEmpty();
    }

    @Test
    void anEmptyHistoryIsHealthy() throws IOException {
        assertThat(Runs.history(folder.resolve("none")).verification().run(finding -> {
                    throw new AssertionError(finding);
                }))
                .isZero();
    }

    @Test
    void everyFlippedBitIsFoundAndNeverDelivered() throws IOException {
        Random random = new Random(SmallDisk.seed());
        List<Path> objects = objects();
        List<RunRecord> runs = history.list(RunFilter.ALL).runs();
        int found = 0;
        for (int i = 0; i < FLIPS; i++) {
            Path object = objects.get(random.nextInt(objects.size()));
            byte[] good = Files.readAllBytes(object);
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(object, bad);
            List<Finding> findings = verify();
            assertThat(findings).as(object + " " + i).isNotEmpty();
            assertThat(findings).allMatch(finding -> finding.run() > 0);
            found++;
            if (object.startsWith(project.resolve("ExperimentRun"))) {
                assertThat(findings).hasSize(1);
                assertNotDelivered(runs, object);
            }
            Files.write(object, good);
        }
        assertThat(found).isEqualTo(FLIPS);
        assertThat(verify()).isEmpty();
    }

    private void assertNotDelivered(List<RunRecord> runs, Path object) throws IOException {
        Path target = folder.resolve("target");
        int refused = 0;
        for (RunRecord run : runs) {
            for (Artifact artifact : run.artifacts()) {
                Path file = target.resolve(artifact.path().value());
                if (object.toString().contains(run.id().value())
                        && object.endsWith(artifact.path().value())) {
                    assertThatThrownBy(() -> history.download(run, List.of(artifact), target, false))
                            .isInstanceOf(AmlException.class)
                            .hasMessageContaining(" is not what run " + run.number() + " recorded");
                    refused++;
                    assertThat(file).doesNotExist();
                }
            }
        }
        assertThat(refused).isEqualTo(1);
    }

    @Test
    void whatIsGoneIsMissing() throws IOException {
        String underWay = history.find("4").id().value();
        for (Path object : objects()) {
            // Nobody can tell that these were there: the last number, an end, a start, what is under way.
            if (object.toString().contains(underWay)
                    || List.of("final.json", "started.json", "00000004")
                            .contains(object.getFileName().toString())) {
                continue;
            }
            byte[] good = Files.readAllBytes(object);
            Files.delete(object);
            List<Finding> findings = verify();
            assertThat(findings).as(object.toString()).hasSize(1);
            assertThat(findings.get(0).kind()).isEqualTo(Finding.Kind.MISSING);
            Files.write(object, good);
        }
    }

    @Test
    void aFindingNamesRunPathAndFault() throws IOException {
        RunRecord second = history.find("2");
        Files.writeString(project.resolve("ExperimentRun/" + second.id() + "/outputs/model.pkl"), "Model 2");
        String content = Sha256.of("print(3)");
        Files.writeString(project.resolve("snapshots/" + content.substring(0, 2) + "/" + content), "print(4)");
        Files.writeString(project.resolve("runs/" + history.find("1").id() + "/final.json"), "{}");
        List<Finding> findings = verify();
        assertThat(findings)
                .extracting(finding -> finding.run() + " " + finding.path() + " " + finding.kind() + " "
                        + finding.what().replaceAll("[0-9a-f]{64}", "#"))
                .containsExactlyInAnyOrder(
                        "2 outputs/model.pkl DAMAGED 7 bytes with SHA-256 # instead of 7 with #",
                        "3 train.py DAMAGED 8 bytes with SHA-256 # instead of #",
                        "1 local/default/iris/runs/" + history.find("1").id()
                                + "/final.json DAMAGED its seal is broken or gone");
    }

    @Test
    void marksAreReadTooAndOfAPurgedRunNothingIsExpected() throws IOException {
        RunRecord run = history.find("1");
        history.mark(run, Mark.Kind.NOTE, "a note", Map.of());
        history.mark(run, Mark.Kind.DELETE, "", Map.of());
        history.mark(run, Mark.Kind.PURGE, "", Map.of());
        Files.delete(project.resolve("ExperimentRun/" + run.id() + "/outputs/model.pkl"));
        assertThat(verify()).isEmpty();
        Path mark = project.resolve("marks/00000001.json");
        Files.writeString(mark, Files.readString(mark).replace("a note", "a lie!"));
        assertThat(verify()).extracting(Finding::object).containsExactly("local/default/iris/marks/00000001.json");
    }

    private List<Finding> verify() throws IOException {
        List<Finding> findings = new ArrayList<>();
        history.verification().run(findings::add);
        return findings;
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(project)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains(".derived")
                            && !file.endsWith("heartbeat.json")
                            && file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }
}
