package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, of which each call to the container in turn goes wrong in each way. */
@Timeout(1800)
class BlobRunFaultsTest {
    private static final int SAMPLE = 10;
    private static final int BYTES = 9_000_000;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("aml.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private TestAzurite azurite;
    private BlobRunScene scene;
    private int late;

    /** One run: which of its calls goes wrong, and how. */
    private record Trial(int call, Fault fault) {}

    @BeforeEach
    void set() throws IOException, InterruptedException {
        // Of its own, since the long form fills gigabytes, which the shared one would keep in memory.
        azurite = TestAzurite.start(Files.createDirectory(folder.resolve("azurite")));
        scene = new BlobRunScene(folder, azurite, BYTES);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
        azurite.close();
    }

    @Test
    void theFirstRunOfAContainerIsCompletedWhicheverCallGoesWrong() throws IOException {
        scene.run();
        scene.assertWhole(1);
        int calls = scene.proxy.calls();
        List<Trial> trials = trials(calls);
        for (Trial trial : trials) {
            scene.newContainer();
            run(trial, 1);
            assertThat(scene.findings()).as("%s, seed %s", trial, seed).isEmpty();
        }
        told(trials, calls);
    }

    @Test
    void aLaterRunIsCompletedWhicheverCallGoesWrong() throws IOException {
        scene.run();
        scene.proxy.forget();
        scene.run();
        int calls = scene.proxy.calls();
        List<Trial> trials = trials(calls);
        int runs = 2;
        for (Trial trial : trials) {
            run(trial, ++runs);
        }
        assertThat(scene.findings()).as("seed %s", seed).isEmpty();
        told(trials, calls);
    }

    private void run(Trial trial, int number) throws IOException {
        scene.proxy.forget();
        scene.proxy.at(trial.call, trial.fault);
        RunResult result = scene.run();
        scene.proxy.heal();
        late += scene.outbox(scene.store()).count();
        scene.sync();
        assertThat(result.failure()).as("%s, seed %s", trial, seed).isNull();
        assertThat(scene.said).as("%s, seed %s", trial, seed).isEmpty();
        scene.assertWhole(number);
    }

    private void told(List<Trial> trials, int calls) {
        System.out.println(trials.size() + " runs of " + calls + " calls, of which one goes wrong: all Completed, "
                + late + " by the next goal; seed " + seed);
    }

    private List<Trial> trials(int calls) {
        List<Trial> trials = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            trials.add(new Trial(call, Fault.dropAnswer()));
            trials.add(new Trial(call, Fault.cutAnswer(0)));
            trials.add(new Trial(call, Fault.duplicate()));
            trials.add(new Trial(call, Fault.delayAnswer(Duration.ofMillis(300))));
            trials.add(new Trial(call, Fault.reply(500)));
            trials.add(new Trial(call, Fault.flipRequest(random.nextInt(800))));
            trials.add(new Trial(call, Fault.flipAnswer(random.nextInt(800))));
        }
        if (Boolean.getBoolean("aml.long")) {
            return trials;
        }
        Collections.shuffle(trials, random);
        return trials.subList(0, SAMPLE);
    }
}
