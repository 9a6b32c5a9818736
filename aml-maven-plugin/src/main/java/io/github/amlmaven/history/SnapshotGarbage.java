package io.github.amlmaven.history;

/**
 * Snapshots, and contents of project files, that nothing needs.
 *
 * @param snapshots how many lists of files
 * @param contents how many files
 * @param bytes of both
 * @param blocked why nothing can be removed now, in words; empty when nothing keeps it from that
 */
public record SnapshotGarbage(int snapshots, int contents, long bytes, String blocked) {}
