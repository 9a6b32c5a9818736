package io.github.amlmaven.history;

import java.nio.file.Path;

/** So many ended runs that wait in an outbox, their files, the bytes of these, and where they are. */
public record WaitingRuns(int runs, int files, long bytes, Path folder) {}
