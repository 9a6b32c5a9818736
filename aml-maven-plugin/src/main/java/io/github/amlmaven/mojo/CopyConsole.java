package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Asset;
import io.github.amlmaven.history.AssetLink;
import io.github.amlmaven.history.CopiedAsset;
import io.github.amlmaven.history.RunCopies;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.SentRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Copies runs from one history to another, and tells how that goes. */
record CopyConsole(Log log, boolean quiet) {
    /**
     * @param all whether those are left out that are of no use there, since they are deleted
     * @param outboxes where is noted what is about to be done
     */
    void copy(List<RunRecord> runs, boolean all, RunHistory from, RunHistory to, Path outboxes) throws IOException {
        RunCopies copies = from.copiesTo(to, outboxes, new TransferConsole(log, quiet));
        int files = 0;
        long bytes = 0;
        int done = 0;
        long begun = System.nanoTime();
        for (RunRecord each : runs) {
            if (all && !copies.concerns(each)) {
                log.info("Run " + each.number() + " is left out: it is deleted");
                continue;
            }
            SentRun copied = copies.copy(each);
            done++;
            files += copied.files();
            bytes += copied.bytes();
            log.info("Run " + copied.before() + " is run "
                    + copied.record().number() + " in " + to.store() + ": "
                    + (copied.files() == 0
                            ? "all of it is there"
                            : TransferConsole.amount(copied.files(), copied.bytes()) + " copied"));
            copies.assetsOf(copied).forEach(asset -> tell(asset, to));
        }
        double seconds = (double) (System.nanoTime() - begun) / 1e9;
        log.info((done == 1 ? "1 run: " : done + " runs: ")
                + TransferConsole.amount(files, bytes)
                + String.format(
                        Locale.ROOT,
                        " in %.1f s, %.1f MB/s",
                        seconds,
                        (double) bytes / (1024.0 * 1024.0) / Math.max(seconds, 0.001)));
    }

    private void tell(CopiedAsset copied, RunHistory to) {
        Asset asset = copied.asset();
        if (asset.version() != copied.before()) {
            log.warn("Asset " + asset.name() + " version " + copied.before() + " is version " + asset.version()
                    + " in " + to.store() + ", where something else has its number; a link to it there is "
                    + AssetLink.to(asset).text());
        } else if (!copied.alreadyThere()) {
            log.info("Asset " + asset.name() + " version " + asset.version() + " is in " + to.store() + " now");
        }
    }
}
