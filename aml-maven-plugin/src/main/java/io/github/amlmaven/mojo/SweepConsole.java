package io.github.amlmaven.mojo;

import io.github.amlmaven.RunId;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.WaitingRuns;
import io.github.amlmaven.run.SweepChild;
import io.github.amlmaven.run.SweepCombination;
import io.github.amlmaven.run.SweepListener;
import io.github.amlmaven.run.SweepMetric;
import java.io.OutputStream;
import java.math.BigDecimal;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/** Tells how a sweep goes on: a line when a run begins, one when it has ended; what the scripts print is in their logs. */
final class SweepConsole implements SweepListener {
    private final Log log;
    private final GoalCommand command;
    private final SweepMetric metric;
    private final int runs;
    private final boolean output;

    /**
     * @param runs how many there will be
     * @param output whether the lines of the scripts are shown, each after the number of its run
     */
    SweepConsole(Log log, GoalCommand command, SweepMetric metric, int runs, boolean output) {
        this.log = log;
        this.command = command;
        this.metric = metric;
        this.runs = runs;
        this.output = output;
    }

    @Override
    public void info(String remark) {
        log.info(remark);
    }

    @Override
    public void warning(String remark) {
        log.warn(remark);
    }

    @Override
    public void remark(String words) {
        log.warn(words);
    }

    @Override
    public void claimed(RunId run, int number) {
        log.info("Sweep " + run + ", run number " + number + ": " + runs + (runs == 1 ? " run" : " runs"));
    }

    @Override
    public void begun(int index, int number, SweepCombination combination) {
        log.info("Run " + number + " (" + index + " of " + runs + ") begins: "
                + RowPrinter.cell(combination.toString()));
    }

    @Override
    public void ended(SweepChild child) {
        RunRecord record = child.record();
        String name = child.number() == 0 ? RowPrinter.cell(child.combination().toString()) : "Run " + child.number();
        if (!child.completed()) {
            log.warn(name + " is " + child.status() + ": " + RowPrinter.cell(child.failure()));
            return;
        }
        BigDecimal value = record == null || metric.text().isEmpty() ? null : metric.value(record);
        log.info(name + " is " + child.status()
                + (record == null ? "" : " after " + record.fields().get("duration"))
                + (value == null ? "" : ": " + RowPrinter.cell(metric.text()) + " " + value.toPlainString()));
    }

    @Override
    public OutputStream console(RunId run, int number) {
        return output ? new PrefixedOutput("[" + number + "] ", StandardOutput.raw()) : OutputStream.nullOutputStream();
    }

    @Override
    public void waits(WaitingRuns waiting, @Nullable Exception why) {
        String what = "Results wait on this computer, in " + waiting.folder() + "; " + command.of("sync")
                + " brings them, as the next goals do";
        if (why == null) {
            log.info(what);
        } else {
            log.warn(what + " (" + OutsideWorld.reason(why).split("\n", 2)[0] + ")");
        }
    }

    /** The user wants the process to end. */
    void stopping() {
        log.warn("Stopping all runs: they have the grace period to end by themselves (Ctrl-C again ends them at once);"
                + " what they leave is collected then.");
    }
}
