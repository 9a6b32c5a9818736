package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Leftover;
import io.github.amlmaven.compute.Leftovers;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds, and removes, what no run of a project needs any more on this computer and on those of its targets: run folders, containers, images.
 *
 * <p>It looks at everything first, and at each thing once more right before it is removed: a run may have begun meanwhile.
 */
public final class GarbageCollection {
    private final Path project;
    private final RunHistory history;
    private final Journal journal;
    private final @Nullable Outbox outbox;
    private final Credentials credentials;
    private final Wishes wishes;
    private final Clock clock;
    private final Map<String, AmlException> silent = new HashMap<>();
    private @Nullable GarbagePlaces places;
    private @Nullable KnownRuns runs;
    private Set<RunId> running = Set.of();

    /**
     * For one project.
     *
     * @param outbox where runs wait for the history; null for a history on this computer
     * @param credentials the user's on other computers
     */
    public GarbageCollection(
            Path project,
            RunHistory history,
            Journal journal,
            @Nullable Outbox outbox,
            Credentials credentials,
            Wishes wishes) {
        this(project, history, journal, outbox, credentials, wishes, Clock.systemUTC());
    }

    /** As the other constructor, with a clock for tests. */
    GarbageCollection(Path project, RunHistory history, Journal journal, Wishes wishes, Clock clock) {
        this(project, history, journal, null, Credentials.NONE, wishes, clock);
    }

    private GarbageCollection(
            Path project,
            RunHistory history,
            Journal journal,
            @Nullable Outbox outbox,
            Credentials credentials,
            Wishes wishes,
            Clock clock) {
        this.project = project;
        this.history = history;
        this.journal = journal;
        this.outbox = outbox;
        this.credentials = credentials;
        this.wishes = wishes;
        this.clock = clock;
    }

    /**
     * What the user has said about it.
     *
     * @param runsFolder the folder of the run folders; null: the usual one
     * @param olderThan only what has been left alone for so long goes
     * @param force whether what was never brought into the history goes, too
     */
    public record Wishes(@Nullable Path runsFolder, Duration olderThan, boolean force) {}

    /** Everything there is, in the order in which it can be removed; nothing has been done to it. */
    public List<Garbage> collect() throws IOException {
        places = GarbagePlaces.look(project, history.project(), credentials, wishes.runsFolder());
        running = new HashSet<>();
        List<Leftover> all = new ArrayList<>();
        places.found().values().forEach(all::addAll);
        for (Leftover thing : all) {
            if (thing instanceof Leftover.Container container && container.stage() == Leftover.Container.Stage.ACTIVE) {
                running.add(container.run());
            }
        }
        KnownRuns known = new KnownRuns(history, journal, outbox);
        runs = known;
        boolean images = all.stream().anyMatch(Leftover.Image.class::isInstance);
        GarbageRules rules = rules(known, images, new HashSet<>());
        List<Garbage> garbage = new ArrayList<>();
        // Containers first: a folder tells what its container holds, and an image cannot go before its containers.
        for (Class<?> kind : List.of(
                Leftover.Container.class, Leftover.Folder.class, Leftover.RemoteFolder.class, Leftover.Image.class)) {
            for (Map.Entry<Leftovers, List<Leftover>> place : places.found().entrySet()) {
                for (Leftover thing : place.getValue()) {
                    if (kind.isInstance(thing)) {
                        garbage.add(judge(rules, place.getKey(), thing));
                    }
                }
            }
        }
        return garbage;
    }

    private static Garbage judge(GarbageRules rules, Leftovers place, Leftover thing) throws IOException {
        Garbage judged = rules.judge(place, thing);
        if (thing instanceof Leftover.Container container && judged.fate() == Garbage.Fate.GOES) {
            rules.scope().going().add(container.id());
        }
        return judged;
    }

    /** What could not be looked at, and what belongs to others; one line each. */
    public List<String> remarks() {
        return List.copyOf(looked().remarks());
    }

    /**
     * Removes one thing, if it may still go.
     *
     * @return what has become of it: {@code GOES} when it was removed
     * @throws AmlException when it cannot be removed
     * @throws IOException when it cannot be removed
     */
    public Garbage remove(Garbage garbage) throws IOException {
        Leftovers place = garbage.place();
        Optional<Leftover> thing = again(place, garbage.thing());
        if (thing.isEmpty()) {
            return new Garbage(place, garbage.thing(), Garbage.Fate.GONE, "somebody else has removed it", "");
        }
        KnownRuns known = Objects.requireNonNull(runs, "nothing has been collected");
        known.readJournal();
        Garbage judged =
                rules(known, thing.get() instanceof Leftover.Image, Set.of()).judge(place, thing.get());
        if (judged.fate() == Garbage.Fate.GOES) {
            place.remove(thing.get());
        }
        return judged;
    }

    private GarbageRules rules(KnownRuns known, boolean images, Set<String> going) throws IOException {
        NeededImages needed = images ? NeededImages.of(project, history.project(), credentials) : NeededImages.NONE;
        return new GarbageRules(
                new GarbageRules.Scope(known, needed, running, going, looked().enginesAnswered()),
                clock.instant(),
                wishes.olderThan(),
                wishes.force());
    }

    private GarbagePlaces looked() {
        return Objects.requireNonNull(places, "nothing has been collected");
    }

    /** A place that does not answer once is not asked for each thing again. */
    private Optional<Leftover> again(Leftovers place, Leftover thing) throws IOException {
        AmlException known = silent.get(place.place());
        if (known != null) {
            throw known;
        }
        try {
            return place.again(thing);
        } catch (AmlException e) {
            silent.put(place.place(), e);
            throw e;
        }
    }
}
