package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RunLog;
import io.github.amlmaven.web.ShownHistory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** What the pages of a goal show. */
final class HistoryShown {
    private HistoryShown() {}

    static ShownHistory by(AmlMojo goal, Module module) throws IOException {
        RunHistory history = goal.history(module);
        GoalCommand command = goal.command(module);
        StopFromPage stop =
                new StopFromPage(history, goal.journal(module), goal.recovery(module), command, goal.getLog());
        return new ShownHistory(
                history,
                module.folder(),
                goal.plugin().getVersion(),
                (run, out) -> log(goal, module, history, run, out),
                stop::stop,
                (name, run) -> command.of(name, "-Daml.run=" + run.number()),
                OutsideWorld::words);
    }

    private static Optional<String> log(
            AmlMojo goal, Module module, RunHistory history, RunRecord run, OutputStream out) throws IOException {
        UnseenLog unseen = new UnseenLog();
        new RunLog(history, goal.journal(module), -1, unseen).write(run, out);
        return unseen.why();
    }
}
