package io.github.amlmaven.history;

import java.util.List;

/**
 * Runs, newest first.
 *
 * @param runs those that passed the filter
 * @param total the number of runs of the project, so that a caller can say what was left out
 */
public record RunList(List<RunRecord> runs, int total) {}
