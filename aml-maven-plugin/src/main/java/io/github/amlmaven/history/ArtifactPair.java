package io.github.amlmaven.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The same artifact of two runs, with other content in the second. */
record ArtifactPair(RunHistory history, RunRecord original, Artifact then, RunRecord repeated, Artifact now) {
    /** What looks into both files. */
    interface Look {
        Optional<ResultDifference> at(Path then, Path now) throws IOException;
    }

    String path() {
        return then.path().value();
    }

    long largest() {
        return Math.max(then.size(), now.size());
    }

    String sizes() {
        return then.size() == now.size()
                ? "other content, " + now.size() + " bytes as before"
                : now.size() + " bytes instead of " + then.size();
    }

    /** Brings both into a temporary folder, which is removed afterwards. */
    Optional<ResultDifference> look(Look look) throws IOException {
        Path folder = Files.createTempDirectory("aml-verify-");
        Path first = folder.resolve("original");
        Path second = folder.resolve("repeated");
        try {
            history.downloadTo(original, then, first, false);
            history.downloadTo(repeated, now, second, false);
            return look.at(first, second);
        } finally {
            Files.deleteIfExists(first);
            Files.deleteIfExists(second);
            Files.deleteIfExists(folder);
        }
    }
}
