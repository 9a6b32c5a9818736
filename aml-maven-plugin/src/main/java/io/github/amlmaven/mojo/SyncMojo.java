package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.WaitingRuns;
import java.io.IOException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Brings runs that wait on this computer to their history in a store elsewhere: those that ended while the store was away,
 * those made with {@code mvn -o}, and those of builds that were killed. Each gets a line; one that was made without the
 * store gets its number now.
 *
 * <p>What is there already is not sent again, so the goal can be stopped and started at will. The other goals do the same
 * for two seconds at their beginning; this one takes the time it takes, and fails when something still waits in the end.
 *
 * <p>Example: {@code mvn aml:sync -Daml.store=https://<account>.blob.core.windows.net/<container>}
 *
 * @since 1.0.0
 */
@Mojo(name = "sync", requiresProject = false, threadSafe = true)
public final class SyncMojo extends AmlMojo {
    @Override
    void recover(Module module) throws IOException {
        recovery(module).sweep();
    }

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        ChosenStore chosen = chosen(module);
        Outbox outbox = chosen.outbox();
        if (outbox == null) {
            getLog().info("Nothing waits: the history is a folder of this computer, " + chosen.store());
            return;
        }
        WaitingRuns waiting = outbox.waiting();
        if (!outbox.hasWork()) {
            getLog().info("Nothing waits for " + outbox.elsewhere());
            return;
        }
        String what = runs(waiting) + " for " + outbox.elsewhere() + ": "
                + TransferConsole.amount(waiting.files(), waiting.bytes()) + " in " + waiting.folder();
        if (chosen.offline()) {
            throw new MojoFailureException(what + "\n-> Maven is offline: leave out -o");
        }
        getLog().info(what);
        outbox.sync(new TransferConsole(getLog(), quiet()), () -> false);
        WaitingRuns left = outbox.waiting();
        if (left.runs() > 0) {
            throw new MojoFailureException("still " + runs(left) + " for " + outbox.elsewhere()
                    + "\n-> mend what is told above, or wait for the process that is sending it; then again: "
                    + command(module).of("sync"));
        }
    }

    private static String runs(WaitingRuns waiting) {
        return waiting.runs() == 1 ? "1 run waits" : waiting.runs() + " runs wait";
    }
}
