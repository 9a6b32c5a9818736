package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the objects of one project; every one but {@code heartbeat.json} is written once. */
record Layout(ProjectId project) {
    static final String LATE = "late-";
    private static final int DIGITS = 8;
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final Pattern KEPT = Pattern.compile(
            ID + "/" + ID + "/" + ID + "/(numbers|runs|ExperimentRun|snapshots|marks|assets)/.+", Pattern.DOTALL);
    private static final Pattern MARK =
            Pattern.compile(ID + "/" + ID + "/" + ID + "/marks/([0-9]{" + DIGITS + "})[.]json");
    private static final Pattern BACKUP =
            Pattern.compile(ID + "/" + ID + "/" + ID + "/backups/([0-9]{" + DIGITS + "})[.]json");
    private static final Pattern NUMBER =
            Pattern.compile("(" + ID + "/" + ID + "/" + ID + ")/numbers/([0-9]{" + DIGITS + "})");

    /** Whether an object of that name is one that a history of any project keeps. */
    static boolean isKept(String name) {
        return KEPT.matcher(name).matches();
    }

    /** Claims a run number: names the run, a nonce and the owner; never deleted. */
    String number(int number) {
        return numbers() + "/" + digits(number);
    }

    private static String digits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    /** All the claims. */
    String numbers() {
        return project.path() + "/numbers";
    }

    /** The number that an object claims; 0 for one that claims none. */
    static int numberIn(String name) {
        Matcher number = NUMBER.matcher(name);
        return number.matches() ? Integer.parseInt(number.group(2)) : 0;
    }

    /** The project in whose folder an object claims a number; empty for one that claims none. */
    static Optional<ProjectId> projectIn(String name) {
        Matcher number = NUMBER.matcher(name);
        if (!number.matches()) {
            return Optional.empty();
        }
        String[] path = number.group(1).split("/", -1);
        return Optional.of(new ProjectId(path[0], path[1], path[2]));
    }

    /** What is known at the start. */
    String open(RunId run) {
        return run(run, "open.json");
    }

    /** The script is about to start: time, snapshot, host. */
    String started(RunId run) {
        return run(run, "started.json");
    }

    /** The owner lives, and what it does. */
    String heartbeat(RunId run) {
        return run(run, "heartbeat.json");
    }

    /** Somebody wants the run stopped. */
    String cancel(RunId run) {
        return run(run, "cancel.json");
    }

    /** What a second finaliser had beyond the record of the first. */
    String late(RunId run, String nonce) {
        return run(run, LATE + nonce + ".json");
    }

    /** Everything of a run but its artifacts. */
    String folder(RunId run) {
        return project.path() + "/runs/" + run;
    }

    /** The commit: the whole record as one line. */
    String end(RunId run) {
        return run(run, "final.json");
    }

    String artifact(RunId run, ArtifactPath path) {
        return artifacts(run) + "/" + path.value();
    }

    /** Everything that has been brought in for a run. */
    String artifacts(RunId run) {
        return project.path() + "/ExperimentRun/" + run;
    }

    /** A project file's content. */
    String content(String sha256) {
        return snapshots() + "/" + sha256.substring(0, 2) + "/" + sha256;
    }

    /** Contents and lists of all snapshots. */
    String snapshots() {
        return project.path() + "/snapshots";
    }

    /** All that was said of runs after their end. */
    String marks() {
        return project.path() + "/marks";
    }

    /** One thing that was said. */
    String mark(int number) {
        return marks() + "/" + digits(number) + ".json";
    }

    /** The number of the mark that an object is; 0 for one that is none. */
    static int markIn(String name) {
        Matcher mark = MARK.matcher(name);
        return mark.matches() ? Integer.parseInt(mark.group(1)) : 0;
    }

    /** What is put aside of snapshots while is found out whether anything needs it. */
    String removed() {
        return project.path() + "/removed";
    }

    /** Where an object of a snapshot is put aside. */
    String removed(String removal, String object) {
        return removed() + "/" + removal + object.substring(object.lastIndexOf('/'));
    }

    /** Where an object that was put aside belongs; empty for what is none. */
    Optional<String> restored(String removed) {
        String last = removed.substring(removed.lastIndexOf('/') + 1);
        if (last.matches("[0-9a-f]{40}[.]json")) {
            return Optional.of(snapshots() + "/" + last);
        }
        return last.matches("[0-9a-f]{64}") ? Optional.of(content(last)) : Optional.empty();
    }

    /** The names of all snapshots that no run was given. */
    String backups() {
        return project.path() + "/backups";
    }

    /** The name of one. */
    String backup(int number) {
        return backups() + "/" + digits(number) + ".json";
    }

    /** The number of the backup that an object names; 0 for one that names none. */
    static int backupIn(String name) {
        Matcher backup = BACKUP.matcher(name);
        return backup.matches() ? Integer.parseInt(backup.group(1)) : 0;
    }

    /** All versions of all assets. */
    String assets() {
        return project.path() + "/assets";
    }

    /** One version of an asset. */
    String asset(String name, int version) {
        return assets() + "/" + name + "/" + version + ".json";
    }

    /** The list of a snapshot's files. */
    String manifest(String snapshot) {
        return snapshots() + "/" + snapshot + ".json";
    }

    private String run(RunId run, String object) {
        return folder(run) + "/" + object;
    }
}
