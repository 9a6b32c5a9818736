package io.github.amlmaven.compute;

/** Carries the wish to stop a job from whoever has it (Ctrl-C) to the target that runs it; it cannot be taken back. */
public final class Cancellation {
    private volatile boolean requested;

    public void request() {
        requested = true;
    }

    public boolean requested() {
        return requested;
    }
}
