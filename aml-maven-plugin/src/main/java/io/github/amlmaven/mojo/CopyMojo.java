package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunCopies;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.SentRun;
import io.github.amlmaven.store.StoreAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What {@code aml:push} and {@code aml:pull} share: runs are copied between two histories of the project. */
abstract class CopyMojo extends AmlMojo {
    /**
     * The run: its number where it is copied from, its id, or {@code last}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * Copies all runs that have ended, the oldest first. Example: {@code -Daml.all}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.all", defaultValue = "false")
    private boolean all;

    /** The history at the other address, which has credentials of its own. */
    final RunHistory other(Module module, String property, @Nullable String address) throws IOException {
        if (address == null || address.isBlank()) {
            throw new AmlException(
                    "the other history is not named",
                    "set -D" + property
                            + "=<address>: a folder, or https://<account>.blob.core.windows.net/<container>");
        }
        if (session().isOffline()) {
            throw new AmlException("Maven is offline, and runs are to be copied", "leave out -o");
        }
        return ChosenStore.open(address, module.folder(), new StoreAccess(credentials(), null), outboxes(module), false)
                .history(projectId(module));
    }

    final void copy(Module module, RunHistory from, RunHistory to) throws IOException {
        RunCopies copies = from.copiesTo(to, outboxes(module), new TransferConsole(getLog(), quiet()));
        int files = 0;
        long bytes = 0;
        int done = 0;
        long begun = System.nanoTime();
        for (RunRecord each : runs(from, copies)) {
            SentRun copied = copies.copy(each);
            done++;
            files += copied.files();
            bytes += copied.bytes();
            getLog().info("Run " + copied.before() + " is run "
                    + copied.record().number() + " in " + to.store() + ": "
                    + (copied.files() == 0
                            ? "all of it is there"
                            : TransferConsole.amount(copied.files(), copied.bytes()) + " copied"));
        }
        double seconds = (double) (System.nanoTime() - begun) / 1e9;
        getLog().info((done == 1 ? "1 run: " : done + " runs: ")
                + TransferConsole.amount(files, bytes)
                + String.format(
                        Locale.ROOT,
                        " in %.1f s, %.1f MB/s",
                        seconds,
                        (double) bytes / (1024.0 * 1024.0) / Math.max(seconds, 0.001)));
    }

    private List<RunRecord> runs(RunHistory from, RunCopies copies) throws IOException {
        if (!all) {
            return List.of(from.find(run));
        }
        List<RunRecord> runs = new ArrayList<>(from.list(RunFilter.ALL).runs());
        Collections.reverse(runs);
        List<RunRecord> copied = new ArrayList<>();
        for (RunRecord each : runs) {
            if (!each.status().isFinal()) {
                getLog().info("Run " + each.number() + " is left out: it is "
                        + each.status().label());
            } else if (copies.concerns(each)) {
                copied.add(each);
            } else {
                getLog().info("Run " + each.number() + " is left out: it is deleted");
            }
        }
        return copied;
    }
}
