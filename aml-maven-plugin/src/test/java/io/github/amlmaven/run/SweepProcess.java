package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.FolderStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process that makes a sweep as the goal does, for a test to kill, or to see how long it takes. */
final class SweepProcess {
    private SweepProcess() {}

    /**
     * Makes the sweep, and prints how long it took.
     *
     * @param args project, folder of everything else, grid, how many at once
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        RunHistory history =
                new RunHistory(new FolderStore(folder.resolve("history")), new ProjectId("local", "default", "iris"));
        RunSettings settings = new RunSettings(
                26_214_400,
                536_870_912,
                null,
                Duration.ofSeconds(5),
                true,
                folder.resolve("runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        SweepPlan plan = new SweepPlan(
                SweepGrid.read(args[2], false).all(),
                Map.of("grid", args[2]),
                new SweepMetric("", true),
                Integer.parseInt(args[3]),
                0);
        long begin = System.nanoTime();
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            RunHome home = new RunHome(history, new Journal(folder.resolve("journal")), null, false);
            SweepResult result = new Sweep(Path.of(args[0]), home, settings, new SweepListener() {})
                    .run(new RunRequest(null, null, null, Map.of()), plan, interruption);
            System.out.println(result.children().size() + " runs, " + result.unfinished() + " unfinished, "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
        }
    }
}
