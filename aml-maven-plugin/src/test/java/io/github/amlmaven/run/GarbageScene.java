package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project with runs, and what is found of them and removed: one line a thing, without the names that nobody chose. */
final class GarbageScene {
    final RunHistory history;
    final Journal journal;
    final Path runs;
    private final Path temp;
    private final Path project;
    private Duration olderThan = Duration.ZERO;
    private boolean force;
    private Duration later = Duration.ZERO;

    GarbageScene(Path temp, ProjectId id) throws IOException {
        this.temp = temp;
        project = temp.resolve("project");
        history = new RunHistory(Stores.open("history", temp), id);
        journal = new Journal(temp.resolve("journal"));
        runs = temp.resolve("runs");
        write("aml_config/local.compute", "type: local\n");
        write("aml_config/local.runconfig", "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\n");
        write("train.sh", "echo model > outputs/model\n");
    }

    void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** A whole run of the project on this computer; an output of so many bytes is too large. */
    RunResult run(long outputSizeLimit) throws IOException {
        return run(null, outputSizeLimit);
    }

    /** As the other, on a target. */
    RunResult run(@Nullable String target, long outputSizeLimit) throws IOException {
        RunSettings settings = new RunSettings(
                1_000_000,
                outputSizeLimit,
                null,
                Duration.ofSeconds(10),
                false,
                runs,
                List.of(),
                Set.of(),
                Credentials.NONE,
                "1");
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            return new Experiment(project, history, journal, settings, new RunListener() {})
                    .run(new RunRequest(target, null, null, Map.of()), interruption);
        }
    }

    GarbageScene olderThan(Duration time) {
        olderThan = time;
        return this;
    }

    GarbageScene force() {
        force = true;
        return this;
    }

    /** Makes it so much later. */
    GarbageScene later(Duration time) {
        later = time;
        return this;
    }

    GarbageCollection collection() {
        return new GarbageCollection(
                project,
                history,
                journal,
                new GarbageCollection.Wishes(temp.resolve("runs"), olderThan, force),
                Clock.offset(Clock.systemUTC(), later));
    }

    /** What a first look finds. */
    List<String> found() throws IOException {
        return collection().collect().stream().map(GarbageScene::words).toList();
    }

    /** Removes what a first look finds, and tells what it found. */
    List<String> removed() throws IOException {
        GarbageCollection collection = collection();
        List<Garbage> garbage = collection.collect();
        for (Garbage each : garbage) {
            if (each.fate() == Garbage.Fate.GOES) {
                collection.remove(each);
            }
        }
        return garbage.stream().map(GarbageScene::words).toList();
    }

    static String words(Garbage garbage) {
        return (garbage.fate() + " " + garbage.kind() + " " + garbage.why()).strip();
    }
}
