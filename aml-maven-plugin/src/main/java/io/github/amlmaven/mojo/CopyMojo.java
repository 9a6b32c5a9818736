package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.StoreAccess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What {@code aml:push} and {@code aml:pull} share: runs are copied between two histories of the project. */
abstract class CopyMojo extends RunsMojo {
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
        new CopyConsole(getLog(), quiet()).copy(runs(from), all(), from, to, outboxes(module));
    }
}
