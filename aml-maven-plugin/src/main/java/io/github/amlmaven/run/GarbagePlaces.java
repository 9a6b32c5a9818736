package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.Leftover;
import io.github.amlmaven.compute.Leftovers;
import io.github.amlmaven.compute.RunFolderLeftovers;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.config.ProjectTargets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places where runs of a project leave things: the runs folder and the engines of its targets, each looked at once. */
final class GarbagePlaces {
    private final ProjectId id;
    private final Credentials credentials;
    private final Map<Leftovers, List<Leftover>> found = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private boolean engines;
    private final Set<String> failures = new HashSet<>();

    private GarbagePlaces(ProjectId id, Credentials credentials) {
        this.id = id;
        this.credentials = credentials;
    }

    /**
     * Looks at all of them.
     *
     * @param credentials the user's on other computers
     * @param chosen the user's choice of a runs folder; null: the usual one
     */
    static GarbagePlaces look(Path project, ProjectId id, Credentials credentials, @Nullable Path chosen)
            throws IOException {
        GarbagePlaces places = new GarbagePlaces(id, credentials);
        Optional<RunsFolder> runs = RunsFolder.find(chosen);
        if (runs.isPresent()) {
            places.look(new RunFolderLeftovers(runs.get(), id));
        }
        ProjectTargets targets = ProjectTargets.of(project);
        for (Map.Entry<String, AmlException> mistake : targets.mistakes().entrySet()) {
            places.failed("The target of " + mistake.getKey() + " is not looked at: " + line(mistake.getValue()));
        }
        for (TargetSettings target : targets.targets()) {
            places.look(target, runs.orElse(null));
        }
        return places;
    }

    /** What is there, by the place. */
    Map<Leftovers, List<Leftover>> found() {
        return found;
    }

    /** What could not be looked at, and what is passed over; one line each. */
    List<String> remarks() {
        return remarks;
    }

    /** Whether there are engines, and all of them have told what they have. */
    boolean enginesAnswered() {
        return engines && failures.isEmpty();
    }

    private void look(RunFolderLeftovers folders) throws IOException {
        found.put(folders, folders.list());
        StringBuilder others = new StringBuilder();
        folders.others().forEach((project, count) -> others.append(others.isEmpty() ? "" : ", ")
                .append(count)
                .append(" of ")
                .append(project));
        if (!others.isEmpty()) {
            remarks.add("Folders of other projects in " + folders.place() + " are left alone: " + others);
        }
    }

    private void look(TargetSettings target, @Nullable RunsFolder runs) throws IOException {
        boolean containers = target instanceof DockerTarget.Settings;
        try {
            for (Leftovers left : target.open(id, credentials).leftovers(runs)) {
                if (seen.add(left.place())) {
                    found.put(left, left.list());
                }
            }
            engines |= containers;
        } catch (AmlException e) {
            failed("No " + (containers ? "containers and images" : "folders of '" + target.name() + "'")
                    + " are looked at: " + line(e));
        }
    }

    private void failed(String remark) {
        if (failures.add(remark)) {
            remarks.add(remark);
        }
    }

    /** What is wrong, on one line; the doctor tells it all. */
    static String line(AmlException failure) {
        return failure.problem().lines().findFirst().orElse("").replaceFirst("(; tried)?:$", "");
    }
}
