package io.github.amlmaven.staging;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Files that are known to hold secrets: they are staged like any other, since a script may need them, but not in silence. */
final class KeyFiles {
    private static final Set<String> NAMES = Set.of(
            ".env", ".netrc", ".pgpass", ".pypirc", "credentials.json", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519");
    private static final List<String> ENDS = List.of(".pem", ".key", ".p12", ".pfx", ".ppk");
    private static final int MOST_NAMED = 3;

    private KeyFiles() {}

    /** What to tell about the files that will be in the run history; empty when none looks like a key. */
    static Optional<String> warning(List<ProjectFile> files) {
        List<String> found = new ArrayList<>();
        for (ProjectFile file : files) {
            if (file.kind() == ProjectFile.Kind.FILE && holdsKeys(file.name().toLowerCase(Locale.ROOT))) {
                found.add(file.path());
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String named = String.join(", ", found.subList(0, Math.min(MOST_NAMED, found.size())));
        int more = found.size() - MOST_NAMED;
        return Optional.of(named + (more > 0 ? " and " + more + " more" : "")
                + (found.size() == 1 ? " looks like a file with secrets" : " look like files with secrets")
                + ", and the run history keeps a copy of every file of the project -> leave such files out with lines in"
                + " .amlignore, such as /" + found.get(0));
    }

    private static boolean holdsKeys(String name) {
        return NAMES.contains(name) || ENDS.stream().anyMatch(name::endsWith);
    }
}
