package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies ended runs to another history, each checked; what is there is not copied again. */
public final class RunCopies {
    private final RunHistory from;
    private final Path folder;
    private final RunTransfer transfer;
    private final AssetCopies assets;
    private final Store target;

    RunCopies(RunHistory from, RunHistory to, Store source, Store target, Path outboxes, TransferListener listener) {
        if (source.toString().equals(target.toString())) {
            throw new AmlException(
                    "the runs are to be copied from " + source + " to where they are",
                    "name another history: aml:push -Daml.to=<address>, aml:pull -Daml.from=<address>");
        }
        this.from = from;
        this.target = target;
        this.folder = Outbox.folder(outboxes, target);
        this.transfer = new RunTransfer(
                source, target, from.project(), new FolderStore(folder.resolve("notes")), listener, () -> false);
        this.assets = new AssetCopies(from.assets(), to.assets());
    }

    /**
     * Copies one run. It keeps its id, and has the number there that it had before, if it was there, else the next.
     *
     * @throws AmlException when it has not ended, is not what its record says, or cannot have a place there
     */
    public SentRun copy(RunRecord run) throws IOException {
        if (transfer.isPurgedThere(run.id())) {
            throw new AmlException(
                    "run " + run.number() + " was deleted in " + target + ", and what it kept is gone there for ever",
                    "keep it where it is, or copy it to another history");
        }
        Numbers.Claim claim = from.numbers().read(run.number()).orElseThrow();
        Path lock = folder.resolve("locks").resolve(claim.run() + "-" + claim.nonce());
        SentRun sent = RunLock.holding(lock, () -> transfer.send(claim).orElseThrow());
        Files.deleteIfExists(lock);
        return sent;
    }

    /** Copies the assets of a run that has been copied; those that are there are left alone. */
    public List<CopiedAsset> assetsOf(SentRun run) throws IOException {
        return assets.copy(run.record());
    }

    /** Whether a run is of use there: it is not deleted here, or it is there and is to be deleted there, too. */
    public boolean concerns(RunRecord run) throws IOException {
        return run.isDeleted() ? transfer.isThere(run.id()) : !transfer.isPurgedThere(run.id());
    }
}
