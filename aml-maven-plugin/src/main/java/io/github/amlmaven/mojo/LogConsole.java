package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RunLogListener;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;

/** Says why there is no log to be seen. */
record LogConsole(Log log, GoalCommand command, boolean follows) implements RunLogListener {
    @Override
    public void nothingYet(RunRecord run) {
        log.info("Run " + run.number() + " is " + run.status().label() + " and has no log yet"
                + (follows ? "; waiting for it ..." : " -> " + follow(run) + " waits for it"));
    }

    @Override
    public void elsewhere(RunRecord run) {
        String where = "Run " + run.number() + " is " + run.status().label()
                + run.reason().map(reason -> " (" + reason.words() + ")").orElse("") + " on " + computer(run)
                + "; its log comes into the history with its end";
        log.info(where + (follows ? "; waiting for that ..." : " -> " + follow(run) + " waits for that"));
    }

    @Override
    public void shortened() {
        log.warn("The script has made its log shorter; it goes on from its beginning:");
    }

    @Override
    public void notKept(RunRecord run) {
        String why = run.notCollected().stream()
                .filter(left -> left.path().endsWith("driver_log.txt"))
                .map(left -> "its log " + left.reason())
                .findFirst()
                .orElse(run.start().isEmpty() ? "its script was never started" : "nothing of it could be kept");
        log.info("Run " + run.number() + " has no log: " + why);
    }

    /** Where a run is looked after, for people. */
    static String computer(RunRecord run) {
        return run.fields().get("host") instanceof Map<?, ?> host && host.get("name") instanceof String name
                ? "the computer '" + RowPrinter.cell(name) + "'"
                : "another computer";
    }

    private String follow(RunRecord run) {
        return command.of("logs", "-Daml.run=" + run.number(), "-Daml.follow");
    }
}
