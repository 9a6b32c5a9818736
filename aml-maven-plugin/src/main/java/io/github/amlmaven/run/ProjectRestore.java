package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.history.Backup;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.run.RestoreStep.Kind;
import io.github.amlmaven.staging.ProjectContent;
import io.github.amlmaven.staging.ProjectTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;

/**
 * Brings a project back to a snapshot.
 *
 * <p>First everything is made ready and what is there is kept in the history; only then is a file of the project changed. So
 * whenever it is stopped, the same command goes on, and the backup has what was there.
 */
public final class ProjectRestore {
    private static final int LISTED = 10;

    private final Path project;
    private final RunHistory history;
    private final ProjectSnapshot snapshot;
    private final Set<Path> apart;

    /**
     * @param snapshot what the project is to be
     * @param apart folders that may lie in the project and are no part of it
     */
    public ProjectRestore(Path project, RunHistory history, ProjectSnapshot snapshot, Set<Path> apart) {
        this.project = project;
        this.history = history;
        this.snapshot = snapshot;
        this.apart = apart;
    }

    /** What would be done, in the order of the paths; nothing is. */
    public List<RestoreStep> plan() throws IOException {
        ProjectTree tree = ProjectTree.scan(project, apart);
        return plan(tree, ProjectContent.read(tree));
    }

    private List<RestoreStep> plan(ProjectTree tree, ProjectContent content) throws IOException {
        NavigableMap<String, SnapshotFile> wanted = RestoreSnapshot.entries(snapshot, tree.root());
        return RestorePlan.of(tree, content.files(), wanted, RestoreSnapshot.rules(snapshot, tree), belowRoot(tree));
    }

    private Set<Path> belowRoot(ProjectTree tree) {
        Set<Path> below = new HashSet<>();
        Path named = project.toAbsolutePath().normalize();
        for (Path each : apart) {
            Path absolute = each.toAbsolutePath().normalize();
            below.add(absolute.startsWith(named) ? tree.root().resolve(named.relativize(absolute)) : absolute);
        }
        return below;
    }

    /** Those files that a plan would replace or delete, and whose content no snapshot in the history has. */
    public List<SnapshotFile> losses(List<RestoreStep> steps) throws IOException {
        return history.backups().unknown(RestorePlan.losses(steps));
    }

    /**
     * Does it.
     *
     * @param what it is called in the list of backups, such as {@code restore of run 3}
     * @param force whether files may be replaced or deleted whose content only the backup will have
     * @param undo told of the backup before the first change; answers how to go back to it
     * @return what was done; empty when the project was what it is to be
     * @throws AmlException when files would be lost; nothing has been done then
     */
    public List<RestoreStep> carryOut(String what, boolean force, Function<Backup, String> undo) throws IOException {
        ProjectTree tree = ProjectTree.scan(project, apart);
        try (RestoreFolder folder = RestoreFolder.in(tree.root())) {
            ProjectContent content = ProjectContent.read(tree);
            List<RestoreStep> steps = plan(tree, content);
            if (steps.stream().allMatch(step -> step.kind() == Kind.LEFT_ALONE)) {
                return steps;
            }
            if (!force) {
                refuse(losses(steps));
            }
            RestoreWork work = new RestoreWork(tree.root(), content, steps, folder);
            work.makeReady(snapshot);
            Backup backup = history.backups()
                    .keep(content.files().stream().map(RestoreSnapshot::entry).toList(), tree.root(), what);
            work.requireUntouched();
            work.carryOut(undo.apply(backup));
            return steps;
        }
    }

    private static void refuse(List<SnapshotFile> losses) {
        if (losses.isEmpty()) {
            return;
        }
        StringBuilder problem = new StringBuilder(
                losses.size() == 1
                        ? "1 file would be replaced or deleted whose content is in no snapshot of the history:"
                        : losses.size() + " files would be replaced or deleted whose content is in no snapshot of the"
                                + " history:");
        for (SnapshotFile file : losses.subList(0, Math.min(LISTED, losses.size()))) {
            problem.append("\n     ").append(new ArtifactPath(file.path()));
        }
        if (losses.size() > LISTED) {
            problem.append("\n     and ").append(losses.size() - LISTED).append(" more");
        }
        throw new AmlException(
                problem + "\n   nothing has been done",
                "add -Daml.force: a backup is kept first, which brings them back; or keep them yourself, such as with git"
                        + " commit or a run; -Daml.dryRun lists all that would be done");
    }
}
