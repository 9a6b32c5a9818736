package io.github.amlmaven.run;

import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A recovery, and all that was heard of it. */
final class HeardRecovery implements RecoveryListener {
    final List<String> heard = new ArrayList<>();

    void sweep(Journal journal) throws IOException {
        new Recovery(journal, this, Duration.ofSeconds(10)).sweep(Duration.ofSeconds(20));
    }

    static void awaitFile(Path file) throws InterruptedException {
        while (Files.notExists(file)) {
            Thread.sleep(5);
        }
    }

    @Override
    public void stillRunning(UnfinishedRun run) {
        heard.add("running " + run.name());
    }

    @Override
    public void stopped(UnfinishedRun run) {
        heard.add("stopped " + run.name());
    }

    @Override
    public void recovered(UnfinishedRun run, RunRecord record) {
        heard.add("recovered " + run.name() + " " + record.status().label()
                + record.reason().map(reason -> " " + reason.kind()).orElse(""));
    }

    @Override
    public void failed(UnfinishedRun run, Exception failure) {
        heard.add("failed " + run.name() + ": " + failure.getMessage());
    }
}
