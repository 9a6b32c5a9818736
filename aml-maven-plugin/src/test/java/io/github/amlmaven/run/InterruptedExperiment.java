package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.Stores;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process that runs an experiment as the goal does, for a test to interrupt. */
final class InterruptedExperiment {
    private InterruptedExperiment() {}

    public static void main(String[] args) throws Exception {
        ProjectId id = new ProjectId("local", "default", "iris");
        RunHistory history = new RunHistory(Stores.open("history", Path.of(args[1])), id);
        Duration gracePeriod = Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 10);
        RunSettings settings = new RunSettings(
                26_214_400,
                536_870_912,
                null,
                gracePeriod,
                true,
                Path.of(args[1], "runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        RunListener listener = new RunListener() {
            @Override
            public OutputStream console() {
                return System.out;
            }
        };
        try (Interruption interruption =
                Interruption.listen(() -> System.out.println("stopping"), settings.gracePeriod())) {
            RunResult result = new Experiment(
                            Path.of(args[0]), history, new Journal(Path.of(args[1], "journal")), settings, listener)
                    .run(new RunRequest(null, null, null, Map.of()), interruption);
            System.out.println("ended: " + result.failure());
        }
    }
}
