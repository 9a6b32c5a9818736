package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names that are two on one system and one on another: the second would silently replace the first. */
public final class NameTwins {
    private NameTwins() {}

    /** Refuses a download in which two artifacts would be one file in that folder. */
    static void refuseArtifacts(List<Artifact> artifacts, Path folder) throws IOException {
        String twins = find(artifacts);
        if (twins != null && foldsNames(folder)) {
            throw new AmlException(
                    twins + " are one file in " + folder + "; nothing has been downloaded",
                    "download them one by one under other names: mvn aml:download-artifact -Daml.destination=<file>");
        }
    }

    /** Refuses paths of which two would be one file in that folder. */
    public static void refuse(List<String> paths, Path folder) throws IOException {
        String twins = twins(paths);
        if (twins != null && foldsNames(folder)) {
            throw new AmlException(
                    twins + " are one file in " + folder + "; nothing has been done",
                    "use a folder on a file system that tells them apart, as that of the run did");
        }
    }

    /** Two artifacts whose names differ by case or by the form of their accents only; null when there are none. */
    static @Nullable String find(List<Artifact> artifacts) {
        return twins(artifacts.stream().map(artifact -> artifact.path().value()).toList());
    }

    private static @Nullable String twins(List<String> paths) {
        Map<String, String> seen = new HashMap<>();
        for (String path : paths) {
            String folded = Normalizer.normalize(path, Normalizer.Form.NFC)
                    .toUpperCase(Locale.ROOT)
                    .toLowerCase(Locale.ROOT);
            String twin = seen.putIfAbsent(folded, path);
            if (twin != null) {
                return "'" + ArtifactPath.printable(twin) + "' and '" + ArtifactPath.printable(path) + "'";
            }
        }
        return null;
    }

    private static boolean foldsNames(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path probe = Files.createTempFile(folder, ".aml-Probe-\u00e9-", null);
        try {
            String name = String.valueOf(probe.getFileName());
            return Files.exists(folder.resolve(name.toLowerCase(Locale.ROOT)))
                    || Files.exists(folder.resolve(Normalizer.normalize(name, Normalizer.Form.NFD)));
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
