package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RecoveryListener;
import io.github.amlmaven.run.UnfinishedRun;

/** Hears what becomes of the one run that a goal is about: tells of its end when asked to, and fails when it has none. */
final class AwaitedRun implements RecoveryListener {
    private final RecoveryConsole console;
    private Runnable end = () -> {};

    AwaitedRun(RecoveryConsole console) {
        this.console = console;
    }

    @Override
    public void recovered(UnfinishedRun run, RunRecord record) {
        end = () -> console.recovered(run, record);
    }

    @Override
    public void failed(UnfinishedRun run, Exception failure) {
        throw failure instanceof AmlException known
                ? known
                : new AmlException(
                        run.name() + " had been interrupted and cannot be brought to its end now: " + failure,
                        console.command().of("doctor") + " tries again; remove " + run.note() + " to give the run up",
                        failure);
    }

    /** Says that the run had been interrupted and is at its end now, if it is so; to be called between lines. */
    void tell() {
        end.run();
        end = () -> {};
    }
}
