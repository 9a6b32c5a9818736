package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Leftover;
import io.github.amlmaven.compute.Leftover.Container.Contents;
import io.github.amlmaven.compute.Leftover.Container.Stage;
import io.github.amlmaven.compute.Leftovers;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what nobody needs any more.
 *
 * @param now for ages
 * @param olderThan what has been left alone for less stays
 * @param force whether what was never brought into the history may go, and what may be needed
 */
record GarbageRules(Scope scope, Instant now, Duration olderThan, boolean force) {
    /** By then whoever was about to do something with it has done it. */
    private static final Duration UNRECORDED = Duration.ofDays(1);
    /** From one step of a build to the next it takes less. */
    private static final Duration BUILDING = Duration.ofHours(1);

    /**
     * What the rules look at besides the thing itself.
     *
     * @param runs what history and journal say
     * @param running the runs whose containers run
     * @param going the ids of the containers that are about to be removed
     * @param enginesAnswered whether the containers of the project have been seen, all of them
     */
    record Scope(KnownRuns runs, NeededImages images, Set<RunId> running, Set<String> going, boolean enginesAnswered) {}

    Garbage judge(Leftovers place, Leftover thing) throws IOException {
        Verdict verdict;
        if (thing instanceof Leftover.Folder folder) {
            verdict = folder(folder);
        } else if (thing instanceof Leftover.RemoteFolder folder) {
            verdict = remoteFolder(folder);
        } else if (thing instanceof Leftover.Container container) {
            verdict = container(container);
        } else {
            verdict = image((Leftover.Image) thing);
        }
        return new Garbage(place, thing, verdict.fate, verdict.why, verdict.remedy);
    }

    /** What is to become of a thing, and why. */
    private record Verdict(Garbage.Fate fate, String why, String remedy) {
        static final Verdict YOUNG = new Verdict(Garbage.Fate.YOUNG, "", "");
        static final Verdict FOREIGN = new Verdict(Garbage.Fate.FOREIGN, "", "");

        static Verdict goes(String why) {
            return new Verdict(Garbage.Fate.GOES, why, "");
        }

        static Verdict stays(String why, String remedy) {
            return new Verdict(Garbage.Fate.STAYS, why, remedy);
        }
    }

    private Verdict folder(Leftover.Folder folder) throws IOException {
        RunId run = folder.directory().run();
        Verdict held = held(run);
        if (held != null) {
            return held;
        } else if (folder.busy()) {
            return Verdict.stays("a process of its run goes on", "");
        } else if (scope.running.contains(run)) {
            return Verdict.stays("the container of its run goes on", "");
        }
        Optional<RunRecord> record = scope.runs.record(run);
        if (record.isPresent()) {
            return recorded(record.get(), hasLost(record.get()));
        }
        // Of a run that was to be recorded another history knows.
        if (!isUntracked(folder.directory())) {
            return Verdict.FOREIGN;
        }
        if (folder.inContainer() && !scope.enginesAnswered) {
            return Verdict.stays("its run is not recorded, and may go on in a container that cannot be seen", "");
        }
        return unrecorded(folder, "its run is not recorded; what that has written is nowhere else");
    }

    private Verdict remoteFolder(Leftover.RemoteFolder folder) throws IOException {
        Verdict held = held(folder.run());
        if (held != null) {
            return held;
        } else if (folder.busy() || scope.running.contains(folder.run())) {
            return Verdict.stays("a process of its run goes on", "");
        }
        Optional<RunRecord> record = scope.runs.record(folder.run());
        // Other computers have their runs in the same place.
        return record.isEmpty() ? Verdict.FOREIGN : recorded(record.get(), hasLost(record.get()));
    }

    private Verdict container(Leftover.Container container) throws IOException {
        Optional<RunRecord> record = scope.runs.record(container.run());
        if (record.isEmpty() && container.directory() == null) {
            return Verdict.FOREIGN;
        }
        Verdict held = held(container.run());
        if (held != null) {
            return held;
        } else if (container.stage() == Stage.ACTIVE) {
            return Verdict.stays("it is running", "");
        } else if (record.isPresent()) {
            boolean holds = container.contents() == Contents.SOMETHING
                    || (container.contents() == Contents.UNTOLD && hasLost(record.get()));
            return recorded(record.get(), holds && container.stage() == Stage.ENDED);
        } else if (container.stage() == Stage.CREATED) {
            return unrecorded(container, "it was never started");
        } else if (container.directory() == null || !isUntracked(container.directory())) {
            return Verdict.FOREIGN;
        } else if (container.contents() != Contents.NOTHING && !force) {
            return Verdict.stays("it holds what could not be brought back", "-Daml.force removes it all the same");
        }
        return unrecorded(container, "its run is not recorded");
    }

    private Verdict image(Leftover.Image image) {
        Optional<JournalEntry> preparing = scope.runs.preparing();
        Optional<String> user = scope.images.user(image.id());
        if (!scope.going.containsAll(image.containers())) {
            return Verdict.stays("a container has been made of it", "");
        } else if (image.extended()) {
            return Verdict.stays("another image has been made of it", "");
        } else if (preparing.isPresent()) {
            UnfinishedRun run = UnfinishedRun.of(preparing.get());
            return Verdict.stays(run.name() + " of " + run.project() + " is under way and may need it", "");
        } else if (user.isPresent()) {
            return Verdict.stays("it is the environment of '" + user.get() + "'", "");
        } else if (image.whole() && scope.images.untold().isPresent() && !force) {
            return Verdict.stays(
                    "it may be needed: " + scope.images.untold().get(),
                    "mvn aml:doctor tells more of that; -Daml.force removes it all the same");
        } else if (isYoung(image.since(), image.whole() ? Duration.ZERO : BUILDING)) {
            return Verdict.YOUNG;
        }
        return Verdict.goes(
                image.whole() ? "it is the environment of no run configuration" : "it is left of an unfinished build");
    }

    /** What is in the journal has somebody who looks after it; null: it is not. */
    private @Nullable Verdict held(RunId run) {
        Optional<JournalEntry> entry = scope.runs.entry(run);
        if (entry.isEmpty()) {
            return null;
        }
        String name = UnfinishedRun.of(entry.get()).name();
        return entry.get().isAbandoned()
                ? Verdict.stays(name + " was interrupted", "mvn aml:doctor brings it to its end")
                : Verdict.stays(name + " is under way", "");
    }

    private Verdict recorded(RunRecord record, boolean holds) {
        String name = "Run " + record.number() + " is " + record.status().label();
        if (!record.status().isFinal()) {
            boolean given = record.status() == RunStatus.INTERRUPTED || record.status() == RunStatus.UNKNOWN;
            return Verdict.stays(
                    name, given ? "mvn aml:cancel -Daml.run=" + record.number() + " -Daml.force gives it up" : "");
        }
        if (holds && !force) {
            List<NotCollected> left = record.notCollected();
            return Verdict.stays(
                    name + ", and here is what was not collected"
                            + (left.isEmpty() ? "" : ": " + left.get(0).path())
                            + (left.size() > 1 ? " and " + (left.size() - 1) + " more" : ""),
                    "-Daml.force removes it all the same");
        }
        return isYoung(endOf(record), Duration.ZERO) ? Verdict.YOUNG : Verdict.goes(name);
    }

    /** Whether something of the run is not in the history: of one that was given up, nobody has looked what. */
    private static boolean hasLost(RunRecord record) {
        return !record.notCollected().isEmpty()
                || record.reason()
                        .filter(reason -> reason.kind() == Reason.Kind.OWNER_GONE)
                        .isPresent();
    }

    private Verdict unrecorded(Leftover thing, String why) {
        if (scope.runs.damaged().isPresent()) {
            return Verdict.stays(
                    "its run is not recorded, and may be that of a damaged entry in the journal",
                    "see " + scope.runs.damaged().get());
        }
        return isYoung(thing.since(), UNRECORDED) ? Verdict.YOUNG : Verdict.goes(why);
    }

    private boolean isYoung(Instant since, Duration atLeast) {
        Duration age = Duration.between(since, now);
        return age.compareTo(Collections.max(List.of(olderThan, atLeast))) < 0;
    }

    /** Of a run that never started, the time in its id. */
    private static Instant endOf(RunRecord record) {
        String id = record.id().value();
        Instant claimed = Instant.ofEpochMilli(Long.parseLong(id.substring(id.lastIndexOf('_') + 1)));
        return record.start()
                .flatMap(start -> record.duration().map(start::plus))
                .orElse(claimed);
    }

    private static boolean isUntracked(RunDirectory directory) throws IOException {
        Optional<String> configuration = directory.runConfiguration();
        return configuration.isPresent() && RunFacts.isUntracked(configuration.get());
    }
}
