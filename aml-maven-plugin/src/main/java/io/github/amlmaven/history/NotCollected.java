package io.github.amlmaven.history;

/**
 * A file in {@code outputs/} that did not become an artifact.
 *
 * @param path relative to the run folder, with {@code /}
 * @param size in bytes, -1 when it is not a regular file
 * @param reason in words, such as {@code over the limit of 536870912 bytes} or {@code a named pipe}
 */
public record NotCollected(String path, long size, String reason) {}
