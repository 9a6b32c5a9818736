package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.run.RestoreStep.Kind;
import io.github.amlmaven.staging.OtherRules;
import io.github.amlmaven.staging.ProjectFile;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.staging.StagedFile;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares a project with a snapshot.
 *
 * <p>What is left out of runs stays as it is, by the rules of today and by those of the snapshot: a file that today's rules
 * leave out is never replaced, only made where it is missing; one that the rules of the snapshot leave out is never
 * deleted. So to go to a snapshot and back again loses nothing that no snapshot has.
 */
final class RestorePlan {
    private static final String BUILT_IN = "built-in";

    private final ProjectTree tree;
    private final Set<Path> apart;
    private final OtherRules rules;
    private final NavigableMap<String, StagedFile> present = new TreeMap<>();
    private final NavigableMap<String, RestoreStep> steps = new TreeMap<>();

    private RestorePlan(ProjectTree tree, Set<Path> apart, OtherRules rules) {
        this.tree = tree;
        this.apart = apart;
        this.rules = rules;
    }

    /**
     * The steps to a snapshot, in the order of their paths.
     *
     * @param apart folders that are never touched
     * @param rules those that the snapshot's ignore files make
     * @throws AmlException when a folder that must go holds what must stay
     */
    static List<RestoreStep> of(
            ProjectTree tree,
            List<StagedFile> present,
            NavigableMap<String, SnapshotFile> wanted,
            OtherRules rules,
            Set<Path> apart)
            throws IOException {
        RestorePlan plan = new RestorePlan(tree, apart, rules);
        present.forEach(file -> plan.present.put(file.path(), file));
        for (SnapshotFile file : wanted.values()) {
            StagedFile there = plan.present.get(file.path());
            if (RestoreSnapshot.isGit(file.path())) {
                plan.leave(file, "it belongs to git");
            } else if (there == null) {
                plan.missing(file);
            } else {
                plan.compare(file, there);
            }
        }
        for (StagedFile file : plan.present.descendingMap().values()) {
            if (!wanted.containsKey(file.path()) && !RestoreSnapshot.isGit(file.path())) {
                plan.surplus(file);
            }
        }
        plan.refuseHeldFolders();
        return List.copyOf(plan.steps.values());
    }

    private void add(Kind kind, String path, @Nullable SnapshotFile file, @Nullable StagedFile there) {
        steps.put(path, new RestoreStep(kind, path, file, there, ""));
    }

    private void leave(SnapshotFile file, String reason) {
        steps.put(file.path(), RestoreStep.leftAlone(file.path(), file, reason));
    }

    private void missing(SnapshotFile file) throws IOException {
        String path = file.path();
        Path place = tree.root().resolve(path);
        String above = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        RestoreStep folder = steps.get(above);
        String rule = tree.ignoredBy(path, kind(file)).orElse("");
        if (folder != null && folder.kind() == Kind.LEFT_ALONE) {
            leave(file, folder.reason());
        } else if (apart.stream().anyMatch(place::startsWith)) {
            leave(file, "it lies in the run history or another folder of the plugin");
        } else if (RestoreSnapshot.leadsOut(file)) {
            leave(file, "the link leads out of the project");
        } else if (folder != null || rule.isEmpty() || !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            // Below what becomes a folder only now, the place may lead through a link; and what is there but is not
            // left
            // out has another name, which this system takes for the same.
            if (rule.startsWith(BUILT_IN)) {
                leave(file, rule);
            } else {
                add(Kind.ADD, path, file, null);
            }
        } else if (!isSame(file, place)) {
            leave(file, rule);
        }
    }

    private void compare(SnapshotFile file, StagedFile there) {
        if (kind(file) != there.kind()) {
            add(Kind.CHANGE, file.path(), file, there);
        } else if (file.kind().equals(SnapshotFile.FILE)
                && !String.valueOf(file.sha256()).equals(there.sha256())) {
            add(Kind.CHANGE, file.path(), file, there);
        } else if (file.kind().equals(SnapshotFile.LINK)) {
            if (RestoreSnapshot.leadsOut(file)) {
                leave(file, "the link leads out of the project");
            } else if (!String.valueOf(file.linkTarget()).equals(there.linkTarget())) {
                add(Kind.CHANGE, file.path(), file, there);
            }
        } else if (file.mode() != there.mode() && RestoreModes.areKept(tree.root())) {
            add(Kind.MODE, file.path(), file, there);
        }
    }

    /** To be called from the leaves up: a folder goes only when everything in it does. */
    private void surplus(StagedFile there) throws IOException {
        String rule = rules.ignoredBy(there.path(), there.kind()).orElse("");
        if (!rule.isEmpty()) {
            if (there.kind() != ProjectFile.Kind.FOLDER) {
                steps.put(there.path(), RestoreStep.leftAlone(there.path(), null, rule + " (as it was then)"));
            }
        } else if (there.kind() != ProjectFile.Kind.FOLDER || staysIn(there.path()) == null) {
            add(Kind.DELETE, there.path(), null, there);
        }
    }

    /** Something in a folder that does not go; null when everything does. */
    private @Nullable Path staysIn(String folder) throws IOException {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(tree.root().resolve(folder))) {
            for (Path entry : entries) {
                RestoreStep step = steps.get(folder + "/" + entry.getFileName());
                if (step == null || step.kind() != Kind.DELETE) {
                    return entry;
                }
            }
        }
        return null;
    }

    private void refuseHeldFolders() throws IOException {
        for (RestoreStep step : steps.values()) {
            if (step.kind() == Kind.CHANGE && step.has(ProjectFile.Kind.FOLDER)) {
                Path held = staysIn(step.path());
                if (held != null) {
                    throw new AmlException(
                            "where the snapshot has the file " + new ArtifactPath(step.path())
                                    + " the project has a folder that holds what is left out of runs: " + held
                                    + "; nothing has been done",
                            "move it away, then restore again");
                }
            }
        }
    }

    private static boolean isSame(SnapshotFile file, Path place) throws IOException {
        if (Files.isSymbolicLink(place)) {
            return file.kind().equals(SnapshotFile.LINK)
                    && Files.readSymbolicLink(place).toString().equals(file.linkTarget());
        }
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return file.kind().equals(SnapshotFile.FOLDER);
        }
        if (!file.kind().equals(SnapshotFile.FILE)
                || !Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
                || Files.size(place) != file.size()
                || !Files.isReadable(place)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(place, LinkOption.NOFOLLOW_LINKS)) {
            return Sha256.of(in).equals(file.sha256());
        }
    }

    private static ProjectFile.Kind kind(SnapshotFile file) {
        return switch (file.kind()) {
            case SnapshotFile.FOLDER -> ProjectFile.Kind.FOLDER;
            case SnapshotFile.LINK -> ProjectFile.Kind.LINK;
            default -> ProjectFile.Kind.FILE;
        };
    }

    /** Those that would be replaced or deleted, as they are now. */
    static List<SnapshotFile> losses(List<RestoreStep> steps) {
        List<SnapshotFile> files = new ArrayList<>();
        for (RestoreStep step : steps) {
            StagedFile there = step.present();
            if (there != null && there.sha256() != null && (step.kind() == Kind.CHANGE || step.kind() == Kind.DELETE)) {
                files.add(RestoreSnapshot.entry(there));
            }
        }
        return files;
    }
}
