package io.github.amlmaven.staging;

import java.nio.file.Files;
import java.nio.file.Path;

/** Scans, hashes and stages the project given first to the new folder given second; timed from outside, beside cp -a. */
final class StagingBench {
    private StagingBench() {}

    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        ProjectTree tree = ProjectTree.scan(Path.of(arguments[0]));
        SizeLimit limit = new SizeLimit(1L << 40);
        limit.check(tree);
        long scanned = System.nanoTime();
        int staged = 0;
        if (arguments.length > 1) {
            staged = StagingArea.copy(tree, Files.createDirectory(Path.of(arguments[1])), limit)
                    .size();
        }
        long end = System.nanoTime();
        System.out.println(staged + " entries, " + tree.totalBytes() + " bytes: scan " + (scanned - start) / 1_000_000
                + " ms, copy " + (end - scanned) / 1_000_000 + " ms");
    }
}
