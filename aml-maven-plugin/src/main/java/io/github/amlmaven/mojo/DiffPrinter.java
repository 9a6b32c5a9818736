package io.github.amlmaven.mojo;

import io.github.amlmaven.history.FileChange;
import java.util.ArrayList;
import java.util.List;

/** Changed files as git prints them. */
final class DiffPrinter {
    private DiffPrinter() {}

    /** The lines, without line feeds; what could steer a terminal is replaced. */
    static List<String> lines(List<FileChange> changes) {
        List<String> lines = new ArrayList<>();
        for (FileChange change : changes) {
            String path = RowPrinter.cell(change.path());
            String old = change.change().equals("added") ? "/dev/null" : "a/" + path;
            String now = change.change().equals("removed") ? "/dev/null" : "b/" + path;
            lines.add("diff --git a/" + path + " b/" + path);
            String diff = change.diff();
            if (diff == null) {
                lines.add(
                        change.why() == null
                                ? change.change()
                                : change.why().equals("binary")
                                        ? "Binary files " + old + " and " + now + " differ"
                                        : "Files " + old + " and " + now + " differ: too large to show");
                continue;
            }
            boolean named = false;
            List<String> shown = List.of(diff.split("\n", -1));
            for (String line : shown.subList(0, shown.size() - 1)) {
                if (line.startsWith("@@") && !named) {
                    lines.add("--- " + old);
                    lines.add("+++ " + now);
                    named = true;
                }
                lines.add(line.replaceAll("[\\p{Cntrl}&&[^\t]]", "\uFFFD"));
            }
        }
        return lines;
    }
}
