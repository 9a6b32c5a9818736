package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Backup;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.run.RestoreStep;
import io.github.amlmaven.run.RestoreStep.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.logging.Log;

/** Tells what a restore does or would do. */
record RestoreConsole(Log log) {
    private static final int LISTED = 10;

    /** What would be done goes to standard output, one line a path. */
    void planned(List<RestoreStep> steps, List<SnapshotFile> losses, OutputFormat format, String goal) {
        Set<String> lost = new HashSet<>();
        losses.forEach(file -> lost.add(file.path()));
        if (format == OutputFormat.JSON) {
            System.out.println(Json.pretty(json(steps, lost)));
            return;
        }
        steps.forEach(step -> System.out.println(
                line(step) + (lost.contains(step.path()) ? "  (its content is in no snapshot of the history)" : "")));
        log.info(total(steps, "To be " + goal + ": ", "The project is what it was at " + goal + "."));
        if (!lost.isEmpty()) {
            log.info(lost.size() + (lost.size() == 1 ? " file" : " files")
                    + " would be lost but for the backup: without aml.dryRun this needs -Daml.force.");
        }
        log.info("Nothing has been done: aml.dryRun is set.");
    }

    /** Before the first change, so that it is known even if nothing more is printed; answers the command. */
    String kept(Backup backup, GoalCommand command) {
        String undo = command.of("restore", "-Daml.snapshot=" + backup.snapshot());
        System.out.println("What is there has been kept; undo with: " + undo);
        return undo;
    }

    void done(List<RestoreStep> steps, String goal) {
        List<RestoreStep> left = of(steps, Kind.LEFT_ALONE);
        for (RestoreStep step : left.subList(0, Math.min(LISTED, left.size()))) {
            log.info("Left alone: " + RowPrinter.cell(step.path()) + " (" + RowPrinter.cell(step.reason()) + ")");
        }
        if (left.size() > LISTED) {
            log.info("Left alone: " + (left.size() - LISTED) + " more, which -Daml.dryRun lists");
        }
        log.info(total(steps, "Restored " + goal + ": ", "Nothing to do: the project is what it was at " + goal + "."));
    }

    private static String total(List<RestoreStep> steps, String before, String nothing) {
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int count = of(steps, kind).size();
            if (count > 0 && kind != Kind.LEFT_ALONE) {
                counts.add(count + " " + word(kind));
            }
        }
        String left = of(steps, Kind.LEFT_ALONE).isEmpty() ? "" : " But for what is left alone.";
        return counts.isEmpty() ? nothing + left : before + String.join(", ", counts);
    }

    private static List<RestoreStep> of(List<RestoreStep> steps, Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).toList();
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case ADD -> "added";
            case CHANGE -> "changed";
            case MODE -> "changed in mode";
            case DELETE -> "deleted";
            case LEFT_ALONE -> "left alone";
        };
    }

    private static String line(RestoreStep step) {
        String word = word(step.kind());
        return word
                + " ".repeat(Math.max(1, 17 - word.length()))
                + RowPrinter.cell(step.path() + (step.isFolder() ? "/" : ""))
                + (step.reason().isEmpty() ? "" : "  (" + RowPrinter.cell(step.reason()) + ")");
    }

    private static List<Map<String, Object>> json(List<RestoreStep> steps, Set<String> lost) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (RestoreStep step : steps) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("path", step.path());
            fields.put("change", step.kind().name().toLowerCase(Locale.ROOT));
            fields.put("in_no_snapshot", lost.contains(step.path()));
            fields.put("reason", step.reason());
            list.add(fields);
        }
        return list;
    }
}
