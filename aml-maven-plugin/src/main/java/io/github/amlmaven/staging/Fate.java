package io.github.amlmaven.staging;

/**
 * What becomes of one path of a project, and why.
 *
 * @param path relative to the project; a folder's ends in a slash
 * @param staged whether it is copied to the run folder
 * @param size bytes of a regular file; 0 for a link or a folder, also for an ignored folder, which is never looked into
 * @param rule the rule that decided ({@code .amlignore:3: *.csv}, {@code built-in: docs/}), empty when none matched; for
 *     what cannot be staged {@code refused: } and the reason
 */
public record Fate(String path, boolean staged, long size, String rule) {}
