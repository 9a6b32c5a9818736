package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Scratch;
import io.github.amlmaven.fuzz.Tries;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever becomes of an object of one run, every run is listed, each once, and the others are what they were. */
@AddLifecycleHook(Fuzzing.class)
class RecordsFuzz {
    private static final Path FOLDER = Scratch.folder();
    private static final Path STORE = FOLDER.resolve("store");
    private static final Path PROJECT = Runs.project(STORE);
    private static final int RUNS = 5;

    /** A run that has ended has number 2, one that is under way number 3; 1 and 5 have ended and stay as they are. */
    private enum Victim {
        CLAIM_OF_AN_ENDED_RUN("numbers/00000002", 2),
        CLAIM_OF_A_RUN_UNDER_WAY("numbers/00000003", 3),
        END(run(2) + "final.json", 0),
        LATE(run(2) + "late-0a.json", 0),
        OPEN_OF_AN_ENDED_RUN(run(2) + "open.json", 0),
        OPEN(run(3) + "open.json", 0),
        STARTED(run(3) + "started.json", 0),
        HEARTBEAT(run(3) + "heartbeat.json", 0),
        INDEX(".derived/runs.jsonl", 0);

        private final Path file;
        /** The number of which this is the claim; 0: it is none. */
        private final int claimed;

        Victim(String name, int claimed) {
            this.file = PROJECT.resolve(name);
            this.claimed = claimed;
        }

        private static String run(int number) {
            return "runs/" + id(number) + "/";
        }

        private String text() {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private record Case(Victim victim, Input input) {}

    @BeforeContainer
    static void makeRuns() throws IOException {
        RunHistory history = Runs.history(STORE);
        for (int number = 1; number <= RUNS; number++) {
            OpenRun run = history.claim(Runs.start());
            run.started(Map.of("host", "h"));
            Runs.add(run, FOLDER, "outputs/model.pkl", "model " + number);
            Runs.add(run, FOLDER, "outputs/plots/a b.png", "plot");
            if (number == 3) {
                run.collecting();
            } else if (number != 4) {
                run.complete(number == 2 ? Runs.failed(1) : Runs.completed());
            }
        }
        Files.writeString(PROJECT.resolve("ExperimentRun/" + id(2) + "/outputs/late"), "late");
        Artifact late = new Artifact(new ArtifactPath("outputs/late"), 4, Sha256.of("late"));
        Files.write(Victim.LATE.file, Json.bytes(RunDocument.late(List.of(late))));
    }

    @AfterContainer
    static void remove() throws IOException {
        Scratch.delete(FOLDER);
    }

    @Property
    @Tries(inBuild = 1000, inLong = 30_000)
    void damagedObjects(@ForAll("cases") Case damaged) throws IOException {
        byte[] index = Files.readAllBytes(Victim.INDEX.file);
        byte[] good = Files.readAllBytes(damaged.victim.file);
        put(damaged.victim.file, damaged.input.bytes());
        try {
            Oracle.check(() -> use(damaged.victim));
        } finally {
            put(damaged.victim.file, good);
            put(Victim.INDEX.file, index);
        }
    }

    private static void use(Victim victim) throws IOException {
        RunHistory history = Runs.history(STORE);
        for (RunFilter filter : List.of(RunFilter.newest(2), RunFilter.ALL)) {
            List<RunRecord> runs = history.list(filter).runs();
            // A run whose claim is damaged is warned of instead.
            assertThat(runs.stream().map(RunRecord::number).filter(number -> number != victim.claimed))
                    .isEqualTo(Stream.of(5, 4, 3, 2, 1)
                            .filter(number -> number != victim.claimed)
                            .limit(filter.limit() == 0 ? RUNS : filter.limit())
                            .toList());
            for (RunRecord run : runs) {
                assertThat(run.number() == victim.claimed || run.id().value().equals(id(run.number())))
                        .isTrue();
                look(run);
            }
            assertThat(runs.get(0).status()).isEqualTo(RunStatus.COMPLETED);
        }
        for (String selector : new String[] {"1", "5", id(1), id(5), "last"}) {
            RunRecord run = history.find(selector);
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
        }
        for (String selector : new String[] {"2", id(2), "3", id(3)}) {
            boolean refused = Oracle.isRefused(() -> fetch(history, history.find(selector)));
            assertThat(victim == Victim.INDEX && refused && selector.equals("2"))
                    .isFalse();
        }
    }

    private static void fetch(RunHistory history, RunRecord run) throws IOException {
        look(run);
        history.download(run, run.matching("outputs/**"), FOLDER.resolve("downloads"), true);
    }

    /** All that goals show of a run. */
    private static void look(RunRecord run) throws IOException {
        assertThat(Json.pretty(run.fields())).isNotEmpty();
        run.metricFields();
        run.reason();
        run.script();
        run.arguments();
        run.target();
        run.exitCode();
        run.start();
        run.duration();
        run.notCollected();
        run.warnings();
        Oracle.isRefused(run::artifacts);
    }

    private static String id(int number) {
        return "iris_" + (Runs.START.toEpochMilli() + number - 1);
    }

    private static void put(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    @Provide
    Arbitrary<Case> cases() {
        return Arbitraries.of(Victim.class)
                .flatMap(victim -> Damage.of(List.of(victim.text())).map(input -> new Case(victim, input)));
    }
}
