package io.github.amlmaven.compute;

/** What has become of a job whose watcher is gone. */
public sealed interface JobState {
    /** The script has never been started, and from now on never will be. */
    record NeverStarted() implements JobState {}

    /**
     * The script is still going.
     *
     * @param process the number of the process on this computer that will write down how it ends; 0 when that is elsewhere
     */
    record Running(long process) implements JobState {}

    /** The script has ended; {@link ComputeTarget#resume} tells how. */
    record Ended() implements JobState {}
}
