package io.github.amlmaven.run;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunList;
import io.github.amlmaven.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process that makes everything the plugin ever makes on a disk, for {@link PrivateRunTest} to look at. */
final class PrivateExperiment {
    private PrivateExperiment() {}

    public static void main(String[] args) throws Exception {
        Path project = Path.of(args[0]);
        Path base = Path.of(args[1]);
        ProjectId id = new ProjectId("local", "default", "iris");
        // Each below folders that are not there yet.
        RunHistory history = new RunHistory(Stores.open("for/history", base), id);
        Journal journal = new Journal(base.resolve("for/journal"));
        RunSettings settings = new RunSettings(
                26_214_400,
                536_870_912,
                null,
                Duration.ofSeconds(1),
                Boolean.parseBoolean(args[2]),
                base.resolve("other/runs"),
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            new Experiment(project, history, journal, settings, new RunListener() {})
                    .run(new RunRequest(null, null, null, Map.of()), interruption);
        }
        RunList listed = history.list(RunFilter.ALL);
        history.cancel(listed.runs().get(0));
        // The journal of a run that ends well is gone by its end.
        JournalEntry entry = journal.begin(history, 1, true);
        entry.staging(listed.runs().get(0).id(), 2, base.resolve("other/runs/x"));
        entry.launching(Map.of("type", "local"), 1);
        entry.canceling();
        entry.collected(new Artifact(new ArtifactPath("outputs/x"), 1, "0".repeat(64)));
        entry.ended(Map.of());
        System.out.println("made");
    }
}
