package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.RuleOutcome;
import io.github.amlmaven.run.RunRules;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Checks a run against rules, and fails the build when it breaks one: a gate for CI. Each rule compares a value of the run
 * with a bound, or says what is to be there:
 *
 * <ul>
 *   <li>{@code Accuracy >= 0.95}: a metric; in single quotes when its name has blanks or signs, {@code 'Val Loss' < 1};
 *   <li>{@code min(loss) < 0.2}: of a metric that was logged again and again {@code last}, {@code first}, {@code min},
 *       {@code max}, {@code mean}, {@code sum} or {@code len};
 *   <li>{@code Loss <= last + 0.01}: {@code last} is the same value of the newest earlier completed run of the same script
 *       that has it, {@code best} the highest (for {@code >=}) or lowest (for {@code <=}) of all of them,
 *       {@code label:baseline} that of the newest run with the label (see aml:label);
 *   <li>{@code Accuracy >= best - 1%}: {@code + - * /}, {@code abs(...)} and parentheses; a percentage after {@code +} or
 *       {@code -} is one of what stands before it;
 *   <li>{@code duration < 2m}, {@code size(outputs/model.pkl) < 10MB}, {@code exit_code == 0}: times in {@code ms},
 *       {@code s}, {@code m}, {@code h}, {@code d} (without a unit seconds), sizes in {@code B}, {@code KB}, {@code MB},
 *       {@code GB} (1 KB is 1024 bytes);
 *   <li>{@code outputs/model.pkl exists}, {@code outputs/*.png exists}, {@code outputs/errors.txt missing},
 *       {@code Accuracy exists}: artifacts and metrics that are to be there, or not;
 *   <li>{@code status == Completed}: expected in any case, unless a rule says otherwise of {@code status};
 *       {@code Model == "tree"} compares words.
 * </ul>
 *
 * <p>For a POM, which takes no bare {@code <}, the comparisons have words too: {@code Accuracy at least 0.95},
 * {@code Loss at most last}, {@code duration below 2m}, {@code Accuracy above best}.
 *
 * <p>The result is written to {@code target/aml/check.xml} in JUnit's form, one test case a rule, for CI servers.
 *
 * <p>Examples: {@code mvn aml:check -Daml.rules="Accuracy >= 0.95; Loss <= last + 0.01; outputs/model.json exists"},
 * {@code mvn aml:run aml:check}
 *
 * @since 1.0.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, requiresProject = false, threadSafe = true)
public final class CheckMojo extends AmlMojo {
    /**
     * Skips this goal. Example: {@code -Daml.check.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.check.skip", defaultValue = "false")
    private boolean skipCheck;

    /**
     * The rules, one each, for the POM; {@code aml.rules} wins. Example:
     * {@code <rules><rule>Accuracy at least 0.95</rule><rule>outputs/model.json exists</rule></rules>}
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable List<String> rules;

    /**
     * The rules in one text, with {@code ;} between them. Default: those of the POM. Example:
     * {@code -Daml.rules="Accuracy >= 0.95; duration < 120s"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.rules")
    private @Nullable String typedRules;

    /**
     * The run to check: a number, a run id, {@code last}, or {@code label:<label>}. Default: the run that this build has
     * made, else the newest. Example: {@code -Daml.run=12}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run")
    private @Nullable String run;

    /**
     * Whether a broken rule fails the build; {@code false} only warns. Example: {@code -Daml.haltOnFailure=false}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.haltOnFailure", defaultValue = "true")
    private boolean haltOnFailure;

    /**
     * Whether a rule with {@code last} or {@code best} is broken when there is no earlier run to compare with; without it
     * the rule is skipped, as it must be for a project's first run. Example: {@code -Daml.requireBaseline}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.requireBaseline", defaultValue = "false")
    private boolean requireBaseline;

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        if (skipCheck) {
            getLog().info("Skipped: aml.check.skip is set.");
            return;
        }
        CheckReport report = CheckReport.of(module);
        report.remove();
        RunRules read = RunRules.read(typedRules == null ? (rules == null ? List.of() : rules) : List.of(typedRules));
        RunHistory history = history(module);
        RunRecord record = find(module, history, chosenRun(module));
        if (!record.status().isFinal()) {
            throw new AmlException(
                    "run " + record.number() + " is " + record.status().label() + ": there is nothing to check yet",
                    "wait for its end: " + command(module).of("logs", "-Daml.run=" + record.number(), "-Daml.follow"));
        }
        List<RuleOutcome> outcomes = new ArrayList<>();
        for (RuleOutcome outcome : read.check(history, record)) {
            outcomes.add(requireBaseline ? required(outcome) : outcome);
        }
        report.write(record, outcomes);
        tell(module, record, outcomes, report);
    }

    private String chosenRun(Module module) {
        if (run != null) {
            return run;
        }
        String made = ResultFile.of(module, getLog())
                .madeSince(session().getStartTime().toInstant());
        return made == null ? "last" : made;
    }

    private static RuleOutcome required(RuleOutcome outcome) {
        return outcome.verdict() == RuleOutcome.Verdict.NO_BASELINE
                ? new RuleOutcome(outcome.rule(), RuleOutcome.Verdict.FAILED, outcome.words(), null, outcome.time())
                : outcome;
    }

    private void tell(Module module, RunRecord record, List<RuleOutcome> outcomes, CheckReport report)
            throws MojoFailureException {
        List<String> broken = new ArrayList<>();
        for (RuleOutcome outcome : outcomes) {
            String line = RowPrinter.cell(outcome.rule() + ": " + outcome.words());
            switch (outcome.verdict()) {
                case PASSED -> getLog().info("Passed: " + line);
                case NO_BASELINE -> getLog().info("Skipped: " + line);
                case FAILED -> broken.add(line);
            }
        }
        String run = "run " + record.number() + " (" + RowPrinter.cell(record.script()) + ")";
        if (broken.isEmpty()) {
            getLog().info("Run " + run.substring(4) + " keeps all rules, " + outcomes.size() + " in all.");
            return;
        }
        String problem = run + " breaks " + broken.size() + " of " + outcomes.size() + " rules:\n    "
                + String.join("\n    ", broken);
        if (haltOnFailure) {
            throw new MojoFailureException(problem + "\n-> see the run: "
                    + command(module).of("info", "-Daml.run=" + record.number())
                    + "; -Daml.haltOnFailure=false only warns; the report is " + report.path());
        }
        getLog().warn(problem);
    }
}
