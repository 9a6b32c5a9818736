package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.Spelling;
import io.github.amlmaven.history.RunStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one rule: {@code <value> <comparison> <bound>}, or {@code <artifact or metric> exists}. */
final class RuleParser {
    private static final int DEEPEST = 50;
    /** Far more than a rule needs; the parts of longer ones would be too deep within one another. */
    private static final int LONGEST = 1_000;

    private static final List<String> CALLS =
            List.of("last", "first", "min", "max", "mean", "sum", "len", "size", "abs");

    private final List<RuleWord> words;
    private int next;
    private int depth;

    private RuleParser(List<RuleWord> words) {
        this.words = words;
    }

    static RunRule read(String text) throws RuleMistake {
        if (text.length() > LONGEST) {
            throw new RuleMistake("the rule is longer than " + LONGEST + " characters", LONGEST + 1);
        }
        return new RuleParser(RuleWords.of(text)).rule(text.strip());
    }

    /** Reads what is only a value. */
    static RuleTerm term(String text) throws RuleMistake {
        RuleParser parser = new RuleParser(RuleWords.of(text));
        RuleTerm term = parser.sum();
        if (parser.word().kind() != RuleWord.Kind.END) {
            throw new RuleMistake(parser.word() + " is left over", parser.word().at());
        }
        return term;
    }

    private RunRule rule(String text) throws RuleMistake {
        if (words.size() == 3 && (words.get(1).isWord("exists") || words.get(1).isWord("missing"))) {
            return new RunRule.Existence(
                    text, existing(words.get(0)), words.get(1).isWord("exists"));
        }
        RuleTerm left = sum();
        RuleWord sign = word();
        RunRule.Sign operator = sign();
        RuleTerm right = sum();
        if (word().kind() != RuleWord.Kind.END) {
            throw new RuleMistake(word() + " is left over; rules are separated by ';'", word().at());
        }
        return RuleSides.check(text, status(left, right), operator, status(right, left), sign.at());
    }

    private static String existing(RuleWord word) throws RuleMistake {
        return switch (word.kind()) {
            case PATH, NAME, QUOTED_NAME, TEXT -> word.pattern();
            default -> throw new RuleMistake(word + " is neither an artifact nor a metric", word.at());
        };
    }

    /** A bare word beside {@code status} is one. */
    private RuleTerm status(RuleTerm term, RuleTerm other) throws RuleMistake {
        if (other != RuleTerm.Property.STATUS) {
            return term;
        }
        String name = term instanceof RuleTerm.Metric metric
                ? metric.name()
                : term instanceof RuleTerm.Text text ? text.value() : "";
        try {
            return new RuleTerm.Text(RunStatus.of(name).label());
        } catch (AmlException e) {
            throw new RuleMistake(
                    "status is compared with Completed, Failed or Canceled, not with '" + name + "'",
                    words.get(Math.max(0, words.size() - 2)).at());
        }
    }

    private RunRule.Sign sign() throws RuleMistake {
        RuleWord word = take();
        for (RunRule.Sign sign : RunRule.Sign.values()) {
            if (word.is(sign.symbol())) {
                return sign;
            }
        }
        if (word.isWord("at") && word().isWord("least")) {
            take();
            return RunRule.Sign.AT_LEAST;
        }
        if (word.isWord("at") && word().isWord("most")) {
            take();
            return RunRule.Sign.AT_MOST;
        }
        if (word.isWord("above")) {
            return RunRule.Sign.ABOVE;
        }
        if (word.isWord("below")) {
            return RunRule.Sign.BELOW;
        }
        throw new RuleMistake(
                word + " where a comparison is expected: >= <= > < == != (at least, at most, above, below), or exists",
                word.at());
    }

    private RuleTerm sum() throws RuleMistake {
        RuleTerm sum = product();
        while (word().is("+") || word().is("-")) {
            char operator = take().text().charAt(0);
            sum = new RuleTerm.Operation(operator, sum, product());
        }
        return sum;
    }

    private RuleTerm product() throws RuleMistake {
        RuleTerm product = factor();
        while (word().is("*") || word().is("/")) {
            char operator = take().text().charAt(0);
            product = new RuleTerm.Operation(operator, product, factor());
        }
        return product;
    }

    private RuleTerm factor() throws RuleMistake {
        RuleWord word = take();
        if (++depth > DEEPEST) {
            throw new RuleMistake("the rule is nested too deeply", word.at());
        }
        try {
            return switch (word.kind()) {
                case NUMBER -> number(word.number() == null ? BigDecimal.ZERO : word.number());
                case NAME -> word().is("(") ? call(word) : named(word);
                case QUOTED_NAME -> new RuleTerm.Metric(word.text(), RuleTerm.Of.VALUE);
                case TEXT -> new RuleTerm.Text(word.text());
                case LABEL -> new RuleTerm.Baseline(RuleTerm.Baseline.Which.LABEL, word.text());
                case PATH ->
                    throw new RuleMistake(
                            word + " has no value; write size(" + word.text() + "), or " + word.text() + " exists",
                            word.at());
                case SYMBOL, END -> signed(word);
            };
        } finally {
            depth--;
        }
    }

    private RuleTerm number(BigDecimal value) {
        if (word().is("%")) {
            take();
            return new RuleTerm.Percent(value);
        }
        return new RuleTerm.Constant(value);
    }

    private RuleTerm signed(RuleWord word) throws RuleMistake {
        if (word.is("(")) {
            RuleTerm inner = sum();
            close();
            return inner;
        }
        if (word.is("-")) {
            return new RuleTerm.Operation('*', new RuleTerm.Constant(BigDecimal.ONE.negate()), factor());
        }
        throw new RuleMistake(
                word + " where a number, a metric, duration, size(<artifact>), last, best or"
                        + " label:<label> is expected",
                word.at());
    }

    private RuleTerm named(RuleWord word) {
        return switch (word.text()) {
            case "last" -> new RuleTerm.Baseline(RuleTerm.Baseline.Which.LAST, "");
            case "best" -> new RuleTerm.Baseline(RuleTerm.Baseline.Which.BEST, "");
            case "duration" -> RuleTerm.Property.DURATION;
            case "status" -> RuleTerm.Property.STATUS;
            case "exit_code" -> RuleTerm.Property.EXIT_CODE;
            case "true", "false" -> new RuleTerm.Text(word.text());
            default -> new RuleTerm.Metric(word.text(), RuleTerm.Of.VALUE);
        };
    }

    private RuleTerm call(RuleWord function) throws RuleMistake {
        take();
        String name = function.text().toLowerCase(Locale.ROOT);
        if (name.equals("abs")) {
            RuleTerm inner = sum();
            close();
            return new RuleTerm.Absolute(inner);
        }
        RuleTerm.Of of = function(name);
        if (of == null && !name.equals("size")) {
            String near = Spelling.nearest(name, CALLS);
            throw new RuleMistake(
                    "there is no function " + function.text()
                            + (near == null
                                    ? "; there are " + String.join(", ", CALLS)
                                    : " (did you mean " + near + "?)"),
                    function.at());
        }
        RuleWord argument = take();
        if (argument.kind() != RuleWord.Kind.NAME
                && argument.kind() != RuleWord.Kind.QUOTED_NAME
                && argument.kind() != RuleWord.Kind.TEXT
                && (of != null || argument.kind() != RuleWord.Kind.PATH)) {
            throw new RuleMistake(
                    argument + " where the name of " + (of == null ? "an artifact" : "a metric") + " is expected",
                    argument.at());
        }
        close();
        return of == null ? new RuleTerm.Size(argument.pattern()) : new RuleTerm.Metric(argument.text(), of);
    }

    private static RuleTerm.@Nullable Of function(String name) {
        for (RuleTerm.Of of : RuleTerm.Of.values()) {
            if (of != RuleTerm.Of.VALUE && of.name().equalsIgnoreCase(name)) {
                return of;
            }
        }
        return null;
    }

    private void close() throws RuleMistake {
        RuleWord word = take();
        if (!word.is(")")) {
            throw new RuleMistake(word + " where ')' is expected", word.at());
        }
    }

    private RuleWord word() {
        return words.get(next);
    }

    /** The end is never passed. */
    private RuleWord take() {
        RuleWord word = words.get(next);
        next = Math.min(next + 1, words.size() - 1);
        return word;
    }
}
