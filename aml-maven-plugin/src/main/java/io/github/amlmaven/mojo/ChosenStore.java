package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.run.OutboxSweep;
import io.github.amlmaven.run.RunHome;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoreAccess;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The store that the user has chosen.
 *
 * @param outbox where runs wait that belong there; null for a folder
 * @param offline whether a store elsewhere is not to be asked
 */
record ChosenStore(Store store, @Nullable Outbox outbox, boolean offline) {
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(2);

    /** @param address as the user has typed it; null for the default */
    static ChosenStore open(@Nullable String address, Path base, StoreAccess access, Path outboxes, boolean offline) {
        Store store = address == null ? Stores.openDefault() : Stores.open(address, base, access);
        return new ChosenStore(store, store instanceof FolderStore ? null : new Outbox(store, outboxes), offline);
    }

    /** The history; offline that of the runs which this computer has made offline. */
    RunHistory history(ProjectId project) {
        return outbox != null && offline ? outbox.provisional(project) : new RunHistory(store, project);
    }

    RunHome home(RunHistory history, Journal journal) {
        return new RunHome(history, journal, outbox, offline);
    }

    /** What each goal begins with: runs that wait are brought to the store, if there is one elsewhere, in little time. */
    void sweep(Log log, boolean quiet, GoalCommand command) {
        if (outbox == null || offline) {
            return;
        }
        try {
            int left = OutboxSweep.briefly(outbox, LONGEST_SWEEP, new TransferConsole(log, quiet));
            if (left > 0) {
                log.info((left == 1 ? "1 run waits" : left + " runs wait") + " in the outbox -> " + command.of("sync"));
            }
        } catch (IOException | AmlException e) {
            // What has been asked for may be possible all the same.
            log.warn("cannot look for runs that wait in the outbox: " + OutsideWorld.reason(e));
        }
    }

    /** Brings a run there that has ended on this computer; nothing when it is not here. */
    void bring(ProjectId project, RunId run) throws IOException {
        if (outbox != null && !offline) {
            outbox.send(project, run, TransferListener.NONE);
        }
    }
}
