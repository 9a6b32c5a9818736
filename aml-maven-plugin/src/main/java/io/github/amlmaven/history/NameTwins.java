package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
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
final class NameTwins {
    private NameTwins() {}

    /** Refuses a download in which two artifacts would be one file in that folder. */
    static void refuse(List<Artifact> artifacts, Path folder) throws IOException {
        String twins = find(artifacts);
        if (twins != null && foldsNames(folder)) {
            throw new AmlException(
                    twins + " are one file in " + folder + "; nothing has been downloaded",
                    "download them one by one under other names: mvn aml:download-artifact -Daml.destination=<file>");
        }
    }

    /** Two artifacts whose names differ by case or by the form of their accents only; null when there are none. */
    static @Nullable String find(List<Artifact> artifacts) {
        Map<String, Artifact> seen = new HashMap<>();
        for (Artifact artifact : artifacts) {
            String folded = Normalizer.normalize(artifact.path().value(), Normalizer.Form.NFC)
                    .toUpperCase(Locale.ROOT)
                    .toLowerCase(Locale.ROOT);
            Artifact twin = seen.putIfAbsent(folded, artifact);
            if (twin != null) {
                return "'" + twin.path() + "' and '" + artifact.path() + "'";
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
