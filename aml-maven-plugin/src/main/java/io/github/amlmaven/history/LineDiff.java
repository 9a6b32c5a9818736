package io.github.amlmaven.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** The lines in which two texts differ, as git shows them. */
final class LineDiff {
    /** Above it, in bytes, nobody reads a diff. */
    static final int LARGEST = 1024 * 1024;

    private static final int FEW_LINES = 20_000;

    private LineDiff() {}

    /** Whether git would not show its lines. */
    static boolean isBinary(byte[] content) {
        return RawText.isBinary(content);
    }

    /** From the first {@code @@} on, with three lines around each change; what is not UTF-8 is replaced. */
    static String of(byte[] from, byte[] to) throws IOException {
        RawText before = new RawText(from);
        RawText after = new RawText(to);
        HistogramDiff algorithm = new HistogramDiff();
        if (before.size() + after.size() > FEW_LINES) {
            // Lines that are all alike and many would take Myers' algorithm hours.
            algorithm.setFallbackAlgorithm(null);
        }
        EditList edits = algorithm.diff(RawTextComparator.DEFAULT, before, after);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DiffFormatter formatter = new DiffFormatter(out)) {
            formatter.format(edits, before, after);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
