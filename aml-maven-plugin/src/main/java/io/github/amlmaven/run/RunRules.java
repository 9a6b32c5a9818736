package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is expected of a run, one rule each: {@code Accuracy >= 0.95}, {@code Loss <= last + 0.01}, {@code duration < 120s},
 * {@code outputs/model.json exists}, {@code size(outputs/model.json) < 10MB}, {@code status == Completed}.
 */
public final class RunRules {
    private static final int SHOWN = 100;
    private static final int MOST_SHOWN = 50;
    private static final String COMPLETED = "status == Completed";

    private final List<RunRule> rules;

    private RunRules(List<RunRule> rules) {
        this.rules = rules;
    }

    /**
     * Reads them. That the run completed is expected in any case, unless a rule says otherwise of its {@code status}.
     *
     * @param texts each one rule, or several with {@code ;} or line ends between them
     * @throws AmlException with every mistake in all of them
     */
    public static RunRules read(List<String> texts) {
        List<String> split = new ArrayList<>();
        texts.forEach(text -> split(text, split));
        List<RunRule> rules = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (String text : split) {
            try {
                rules.add(RuleParser.read(text));
            } catch (RuleMistake e) {
                mistakes.add("'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "': "
                        + e.getMessage());
            }
        }
        if (split.isEmpty()) {
            throw new AmlException(
                    "there is no rule to check the run by",
                    "write <rules><rule>Accuracy >= 0.95</rule></rules> into the plugin's <configuration>, or"
                            + " -Daml.rules=\"Accuracy >= 0.95; duration < 120s\"");
        }
        if (!mistakes.isEmpty()) {
            throw new AmlException(
                    (mistakes.size() == 1
                                    ? "a rule cannot be read: "
                                    : mistakes.size() + " rules cannot be read:\n    ")
                            + String.join("\n    ", mistakes.subList(0, Math.min(MOST_SHOWN, mistakes.size())))
                            + (mistakes.size() > MOST_SHOWN ? "\n    ..." : ""),
                    "correct <rules> or -Daml.rules; as examples: Accuracy >= 0.95; Loss <= last + 0.01; max(val_acc) >="
                            + " best - 1%; duration < 120s; outputs/model.json exists");
        }
        return new RunRules(withCompleted(rules));
    }

    private static List<RunRule> withCompleted(List<RunRule> rules) {
        for (RunRule rule : rules) {
            if (rule instanceof RunRule.Comparison comparison && comparison.value() == RuleTerm.Property.STATUS) {
                return rules;
            }
        }
        List<RunRule> all = new ArrayList<>();
        RuleTerm status = RuleTerm.Property.STATUS;
        all.add(new RunRule.Comparison(COMPLETED, status, RunRule.Sign.EQUAL, new RuleTerm.Text("Completed"), status));
        all.addAll(rules);
        return all;
    }

    /** At {@code ;} and line ends outside of quotes. */
    private static void split(String text, List<String> into) {
        StringBuilder rule = new StringBuilder();
        char quote = 0;
        for (char c : (text + "\n").toCharArray()) {
            boolean end = c == '\n' || c == '\r';
            if (end || (c == ';' && quote == 0)) {
                if (!rule.toString().isBlank()) {
                    into.add(rule.toString().strip());
                }
                rule.setLength(0);
                quote = 0;
            } else {
                rule.append(c);
                quote = c == quote ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
            }
        }
    }

    /**
     * Looks at a run that has ended, and at the earlier ones that the rules name.
     *
     * @return in the order of the rules
     */
    public List<RuleOutcome> check(RunHistory history, RunRecord run) throws IOException {
        RuleCheck check = new RuleCheck(run, new RuleBaselines(history, run));
        List<RuleOutcome> outcomes = new ArrayList<>();
        for (RunRule rule : rules) {
            outcomes.add(check.of(rule));
        }
        return outcomes;
    }
}
