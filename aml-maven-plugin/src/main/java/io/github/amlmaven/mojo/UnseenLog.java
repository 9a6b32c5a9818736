package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RunLogListener;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers why there is no log to be seen. */
final class UnseenLog implements RunLogListener {
    private @Nullable String why;

    @Override
    public void nothingYet(RunRecord run) {
        why = "The run is " + run.status().label() + " and has no log yet.";
    }

    @Override
    public void elsewhere(RunRecord run) {
        why = "The run is " + run.status().label() + " on " + LogConsole.computer(run)
                + "; its log comes into the history with its end.";
    }

    @Override
    public void notKept(RunRecord run) {
        why = run.notCollected().stream()
                .filter(left -> left.path().endsWith("driver_log.txt"))
                .map(left -> "The log was not kept: " + left.reason() + ".")
                .findFirst()
                .orElse(run.start().isEmpty() ? "The script was never started." : "Nothing of the log could be kept.");
    }

    Optional<String> why() {
        return Optional.ofNullable(why);
    }
}
