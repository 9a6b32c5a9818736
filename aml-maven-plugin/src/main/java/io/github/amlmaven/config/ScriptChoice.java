package io.github.amlmaven.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which script runs, and with which arguments: the command line wins over the run configuration. */
final class ScriptChoice {
    private final Path project;
    private final Findings findings;

    ScriptChoice(Path project, Findings findings) {
        this.project = project;
        this.findings = findings;
    }

    /**
     * The script of a request; null: there is none that can run, and the findings say why.
     *
     * <p>A vector that holds {@code $file} is a form to be filled in: the script asked for takes that place, and
     * arguments asked for take the place of what follows it. A vector without it runs as it is when no script is asked
     * for, and when the same one is; otherwise its arguments belong to another script and are not used. Of an empty one the
     * findings have told already.
     */
    @Nullable
    Script choose(RunRequest request, RunSettings settings, ConfigFolder.Choice choice) throws IOException {
        List<String> vector = settings.vector();
        if (vector.isEmpty()) {
            return null;
        }
        String asked = request.script() == null || request.script().isBlank() ? null : request.script();
        int picked = vector.indexOf(RunSettings.PICKED);
        if (picked >= 0 && asked == null) {
            findings.mistake(settings.scriptPlace(), whyNothing(settings, choice), remedyForNothing());
            return null;
        }
        List<String> words = new ArrayList<>(vector);
        int last = Math.max(picked, 0);
        if (picked >= 0 && asked != null) {
            Collections.replaceAll(words, RunSettings.PICKED, asked);
        } else if (asked != null && !isSame(asked, vector.get(0))) {
            words = new ArrayList<>(List.of(asked));
        }
        if (request.arguments() != null) {
            words.subList(last + 1, words.size()).clear();
            words.addAll(request.arguments());
        }
        String path = path(words.get(0), asked == null ? settings.scriptPlace() : null);
        if (path == null) {
            return null;
        }
        List<String> arguments = words.subList(1, words.size());
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0) {
                findings.mistake(null, "an argument holds a NUL character", "delete it; no program can be given one");
                return null;
            }
        }
        return new Script(path, arguments);
    }

    private boolean isSame(String one, String other) throws IOException {
        String path = ProjectPath.relative(project, one);
        return path != null && path.equals(ProjectPath.relative(project, other));
    }

    /** The path as the history will have it; null: the findings say why not. A null place is the command line. */
    private @Nullable String path(String written, @Nullable Place place) throws IOException {
        String path = ProjectPath.relative(project, written);
        if (path == null) {
            findings.mistake(
                    place,
                    "the script " + Shown.value(written) + " is not inside the project " + project,
                    "name a script of the project, relative to its folder: -Daml.script=<path>");
            return null;
        }
        if (Files.isRegularFile(project.resolve(path))) {
            return path;
        }
        boolean folder = Files.isDirectory(project.resolve(path));
        List<String> meant = new ProjectScripts(project).near(path);
        String flag = place == null ? "-Daml.script=" : "";
        findings.mistake(
                place,
                folder
                        ? "the script " + Shown.value(path) + " is a folder"
                        : "there is no script " + Shown.value(path) + " in " + project,
                meant.isEmpty()
                        ? "name a script of the project, relative to its folder: -Daml.script=<path>"
                        : "did you mean " + flag + String.join(" or " + flag, meant) + "?");
        return null;
    }

    private static String whyNothing(RunSettings settings, ConfigFolder.Choice choice) {
        if (settings.scriptPlace() != null) {
            return "no script is named: ArgumentVector leaves it to the command line with \"$file\"";
        }
        String file = Shown.escaped(ConfigFolder.runConfigurationFile(choice.name()));
        if (!choice.isRunConfiguration()) {
            return "no script is named, and there is no " + file + " that could name one";
        }
        return "no script is named: " + file + " has no "
                + (settings.later() == null ? "ArgumentVector that names one" : "script");
    }

    private String remedyForNothing() throws IOException {
        List<String> scripts = new ProjectScripts(project).inRoot();
        if (scripts.isEmpty()) {
            return "name it: -Daml.script=<path of the script in the project>";
        }
        return "name it: -Daml.script=" + scripts.get(0)
                + (scripts.size() == 1
                        ? ""
                        : "; there are also " + String.join(", ", scripts.subList(1, Math.min(scripts.size(), 10)))
                                + (scripts.size() > 10 ? " ..." : ""));
    }
}
