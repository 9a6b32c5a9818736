package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.history.NameTwins;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.staging.OtherRules;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.staging.StagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A snapshot as files of a project on this system; what cannot be some is refused before anything is done. */
final class RestoreSnapshot {
    private static final int FOLDER_MODE = 0755;

    private RestoreSnapshot() {}

    /** All entries by their paths, with every folder that one of them is in. */
    static NavigableMap<String, SnapshotFile> entries(ProjectSnapshot snapshot, Path project) throws IOException {
        NavigableMap<String, SnapshotFile> entries = new TreeMap<>();
        for (SnapshotFile file : snapshot.files()) {
            requireName(file.path(), project);
            if (entries.put(file.path(), file) != null) {
                throw untrusted(snapshot, file.path() + " is in it twice");
            }
        }
        for (SnapshotFile file : snapshot.files()) {
            for (String folder = above(file.path()); !folder.isEmpty(); folder = above(folder)) {
                SnapshotFile there = entries.computeIfAbsent(
                        folder, path -> new SnapshotFile(path, SnapshotFile.FOLDER, FOLDER_MODE, 0, null, null));
                if (!there.kind().equals(SnapshotFile.FOLDER)) {
                    throw untrusted(snapshot, folder + " is a " + there.kind() + " and holds " + file.path());
                }
            }
        }
        NameTwins.refuse(List.copyOf(entries.keySet()), project);
        return entries;
    }

    private static AmlException untrusted(ProjectSnapshot snapshot, String why) {
        return new AmlException(
                "snapshot " + snapshot.id() + " is not to be trusted: " + ArtifactPath.printable(why)
                        + "; nothing has been done",
                "ask who can write to the history; mvn aml:doctor -Daml.verify looks at all of it");
    }

    private static void requireName(String path, Path project) {
        try {
            Path place = project.resolve(path);
            if (place.equals(place.normalize())
                    && place.getNameCount() == project.getNameCount() + path.split("/", -1).length
                    && place.startsWith(project)) {
                return;
            }
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "this system cannot have a file named '" + ArtifactPath.printable(path) + "': " + e.getReason()
                            + "; nothing has been done",
                    "set LC_ALL=C.UTF-8 before starting Maven, or restore on a system like that of the run",
                    e);
        }
        throw new AmlException(
                "this system cannot have a file named '" + ArtifactPath.printable(path) + "'; nothing has been done",
                "restore on a system like that of the run");
    }

    /** What its own ignore files leave out. */
    static OtherRules rules(ProjectSnapshot snapshot, ProjectTree tree) throws IOException {
        Path folder = Files.createTempDirectory("aml-rules");
        try {
            for (SnapshotFile file : snapshot.files()) {
                if (file.kind().equals(SnapshotFile.FILE) && OtherRules.isIgnoreFile(file.path())) {
                    Path place = folder.resolve(file.path());
                    Files.createDirectories(place.getParent());
                    snapshot.fetch(file, place);
                }
            }
            return OtherRules.of(tree, folder);
        } finally {
            RestoreFolder.removeAll(folder);
        }
    }

    /** Whether a path is one of git's own, on a system that may not tell case or an end of dots. */
    static boolean isGit(String path) {
        for (String name : path.split("/", -1)) {
            String plain =
                    name.toLowerCase(Locale.ROOT).replaceAll("[. ]+$", "").replaceAll(":.*", "");
            if (plain.equals(".git") || plain.equals("git~1")) {
                return true;
            }
        }
        return false;
    }

    /** Whether a file is a link to somewhere outside the project, which no run was ever given. */
    static boolean leadsOut(SnapshotFile file) {
        String target = file.linkTarget();
        if (target == null) {
            return false;
        }
        try {
            Path link = Path.of(target);
            Path folder = Path.of("x").resolve(above(file.path()));
            return link.isAbsolute()
                    || link.getRoot() != null
                    || !folder.resolve(link).normalize().startsWith("x");
        } catch (InvalidPathException e) {
            return true;
        }
    }

    static SnapshotFile entry(StagedFile file) {
        return new SnapshotFile(
                file.path(),
                file.kind().name().toLowerCase(Locale.ROOT),
                file.mode(),
                file.size(),
                file.sha256(),
                file.linkTarget());
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
