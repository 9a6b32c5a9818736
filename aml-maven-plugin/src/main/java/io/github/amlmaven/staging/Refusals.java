package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import java.util.ArrayList;
import java.util.List;

/** What of a project cannot be staged; all of it is told in one message. */
final class Refusals {
    private static final int SHOWN = 10;

    /** One entry that cannot be staged. */
    record Refusal(String path, boolean folder, String reason) {}

    private final List<Refusal> refusals = new ArrayList<>();

    void add(String path, boolean folder, String reason) {
        refusals.add(new Refusal(path, folder, reason));
    }

    void throwIfAny(IgnoreFiles ignoreFiles) {
        if (refusals.isEmpty()) {
            return;
        }
        int count = refusals.size();
        StringBuilder problem = new StringBuilder();
        problem.append(count == 1 ? "1 entry" : count + " entries").append(" of the project cannot be staged:");
        List<String> lines = new ArrayList<>();
        for (Refusal refusal : refusals.subList(0, Math.min(count, SHOWN))) {
            problem.append("\n  ").append(shown(refusal.path)).append(": ").append(refusal.reason);
            lines.add(IgnoreLine.of(refusal.path, refusal.folder));
        }
        if (count > SHOWN) {
            problem.append("\n  and ").append(count - SHOWN).append(" more");
        }
        throw new AmlException(
                problem.toString(), "mend " + (count == 1 ? "it" : "them") + ", or " + leaveOut(ignoreFiles, lines));
    }

    /** The advice to add lines to the ignore file that decides in the project. */
    static String leaveOut(IgnoreFiles ignoreFiles, List<String> lines) {
        StringBuilder advice = new StringBuilder("leave out what the script does not need, with ")
                .append(lines.size() == 1 ? "this line" : "these lines")
                .append(" in ")
                .append(ignoreFiles.gitDecides() ? ".gitignore" : ".amlignore")
                .append(':');
        for (String line : lines) {
            advice.append("\n  ").append(line);
        }
        if (ignoreFiles.gitDecides()) {
            advice.append(
                    "\n  (to keep git out of it, create .amlignore; it replaces .gitignore, so copy the lines still wanted)");
        }
        return advice.toString();
    }

    /** The path for a message: control characters are made visible. */
    static String shown(String path) {
        return new ArtifactPath(path).toString();
    }
}
