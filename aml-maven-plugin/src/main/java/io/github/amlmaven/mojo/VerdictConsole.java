package io.github.amlmaven.mojo;

import io.github.amlmaven.history.ResultDifference;
import io.github.amlmaven.history.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A verdict in words. */
record VerdictConsole(Verdict verdict, GoalCommand command) {
    private static final int MOST_LISTED = 10;
    /** From here on nobody takes numbers for the same that a computer has added up in another order. */
    private static final double TINY = 1e-6;

    /** The verdict with everything that was found. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int then = verdict.original().number();
        int now = verdict.repeated().number();
        if (verdict.same()) {
            lines.add("Verdict: run " + now + " has the same results as run " + then + ": exit code, "
                    + amount(verdict.metrics(), "metric") + ", " + amount(verdict.artifacts(), "artifact"));
        } else {
            lines.add("Verdict: run " + now + " does not have the results of run " + then);
            for (ResultDifference difference : verdict.differences()) {
                lines.add("  " + line(difference));
                difference.details().forEach(detail -> lines.add("      " + plain(detail)));
            }
            if (!verdict.causes().isEmpty()) {
                lines.add("Differs besides the results:");
                verdict.causes().forEach(cause -> lines.add("  " + plain(cause)));
            }
        }
        if (!verdict.leftOut().isEmpty()) {
            lines.add("Not compared: " + plain(some(verdict.leftOut())));
        }
        return lines;
    }

    /** What the build fails with. */
    String failure() {
        StringBuilder text = new StringBuilder("run " + verdict.repeated().number()
                + " does not have the results of run " + verdict.original().number() + ":");
        List<ResultDifference> differences = verdict.differences();
        differences.stream().limit(MOST_LISTED).forEach(difference -> text.append("\n    ")
                .append(line(difference)));
        if (differences.size() > MOST_LISTED) {
            text.append("\n    ... and ")
                    .append(differences.size() - MOST_LISTED)
                    .append(" more");
        }
        return text.append("\n-> ").append(remedy()).toString();
    }

    private String remedy() {
        String compare = command.of(
                "compare",
                "-Daml.runs=" + verdict.original().number() + ","
                        + verdict.repeated().number());
        if (verdict.distance() <= TINY && verdict.distance() > 0) {
            return "numbers alone differ, by " + Verdict.digits(verdict.distance())
                    + " of their value at most; let that pass with -Daml.tolerance=" + above(verdict.distance());
        }
        if (verdict.causes().isEmpty()) {
            return "nothing that is recorded of code and environment differs, so that the script itself is the probable"
                    + " cause: set the seeds of its random numbers, let it write no times; files that may differ:"
                    + " -Daml.ignore=<glob>";
        }
        return "probable cause: " + plain(some(verdict.causes())) + "; " + compare + " shows all of it";
    }

    /** The next power of ten. */
    private static String above(double distance) {
        return "1e" + (int) Math.ceil(Math.log10(distance));
    }

    private static String line(ResultDifference difference) {
        return plain(difference.name() + ": " + difference.words());
    }

    private static String some(List<String> items) {
        int more = items.size() - MOST_LISTED;
        return String.join("; ", items.subList(0, Math.min(MOST_LISTED, items.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String amount(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String plain(String text) {
        return RowPrinter.cell(text);
    }
}
