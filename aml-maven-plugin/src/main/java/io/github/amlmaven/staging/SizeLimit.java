package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import java.util.Optional;

/**
 * How large a project may be: the sum of the sizes of its regular files.
 *
 * @param bytes the largest size that still passes
 */
public record SizeLimit(long bytes) {
    /** 25 MB, which are 26,214,400 bytes: the limit of the Workbench. */
    public static final SizeLimit DEFAULT = new SizeLimit(26_214_400);

    private static final int WARN_FROM_PERCENT = 80;

    public SizeLimit {
        if (bytes <= 0) {
            throw new AmlException(
                    "'" + bytes + "' cannot be the size limit of a project",
                    "set -Daml.projectSizeLimit=<bytes> to a number above 0; the default is 26214400");
        }
    }

    /**
     * Refuses a project that is over the limit.
     *
     * @throws AmlException with the total, the limit, the biggest files and folders, and the lines of an ignore file that
     *     would bring the project below the limit
     */
    public void check(ProjectTree tree) {
        if (tree.totalBytes() > bytes) {
            throw new SizeReport(tree, bytes).refusal();
        }
    }

    /** A sentence when the project has reached 80 % of the limit without being over it. */
    public Optional<String> warning(ProjectTree tree) {
        long total = tree.totalBytes();
        int percent = (int) (100.0 * total / bytes);
        if (total > bytes || percent < WARN_FROM_PERCENT) {
            return Optional.empty();
        }
        return Optional.of("the project has " + new ByteCount(total) + ", " + percent + " % of the limit of "
                + new ByteCount(bytes) + "; mvn aml:validate-size -Daml.explain shows what counts");
    }

    /** The size of a project beside the limit, in words. */
    public String usage(ProjectTree tree) {
        return "the project has " + new ByteCount(tree.totalBytes()) + " of at most " + new ByteCount(bytes);
    }
}
