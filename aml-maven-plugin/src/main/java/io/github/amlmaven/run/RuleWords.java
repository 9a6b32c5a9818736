package io.github.amlmaven.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a rule apart into words. */
final class RuleWords {
    private static final Pattern NUMBER = Pattern.compile("(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(?:\\.[\\p{L}\\p{N}_]+)*");
    private static final Pattern UNIT = Pattern.compile("\\s*(\\p{L}+)(?![\\p{L}\\p{N}_(])");
    private static final Pattern PATH = Pattern.compile("(?:\\./|outputs/|azureml-logs/)[^\\s,;()]+");
    private static final Pattern SYMBOL = Pattern.compile("[<>=!]=|[-+*/%()<>=,]");
    /** Enough for every metric and file, and no work for anybody. */
    private static final int HIGHEST_EXPONENT = 400;

    private final String rule;
    private final List<RuleWord> words = new ArrayList<>();
    private int at;
    private String taken = "";

    private RuleWords(String rule) {
        this.rule = rule;
    }

    /** The words, the last of which is the end. */
    static List<RuleWord> of(String rule) throws RuleMistake {
        RuleWords words = new RuleWords(rule);
        while (words.hasNext()) {
            words.next();
        }
        words.add(RuleWord.Kind.END, "", null, rule.length());
        return words.words;
    }

    private boolean hasNext() {
        while (at < rule.length() && Character.isWhitespace(rule.charAt(at))) {
            at++;
        }
        return at < rule.length();
    }

    private void next() throws RuleMistake {
        int start = at;
        char c = rule.charAt(at);
        if (c == '\'' || c == '"') {
            add(c == '"' ? RuleWord.Kind.TEXT : RuleWord.Kind.QUOTED_NAME, quoted(), null, start);
        } else if (take(PATH)) {
            add(RuleWord.Kind.PATH, taken, null, start);
        } else if (take(NUMBER)) {
            add(RuleWord.Kind.NUMBER, taken, number(taken, start), start);
        } else if (take(NAME)) {
            if (taken.equals("label") && at < rule.length() && rule.charAt(at) == ':') {
                at++;
                add(RuleWord.Kind.LABEL, label(), null, start);
            } else {
                add(RuleWord.Kind.NAME, taken, null, start);
            }
        } else if (take(SYMBOL)) {
            add(RuleWord.Kind.SYMBOL, taken.equals("=") ? "==" : taken, null, start);
        } else {
            throw new RuleMistake("'" + Character.toString(rule.codePointAt(at)) + "' has no meaning", start + 1);
        }
    }

    private String label() throws RuleMistake {
        boolean quoted = at < rule.length() && (rule.charAt(at) == '\'' || rule.charAt(at) == '"');
        int start = at;
        if (quoted) {
            return quoted();
        }
        if (take(NAME)) {
            return taken;
        }
        throw new RuleMistake("the name of a label is missing, as in label:baseline or label:'my-label'", start + 1);
    }

    private String quoted() throws RuleMistake {
        char quote = rule.charAt(at);
        int end = rule.indexOf(quote, at + 1);
        if (end < 0) {
            throw new RuleMistake("the quote " + quote + " is not closed", at + 1);
        }
        String text = rule.substring(at + 1, end);
        if (text.isBlank()) {
            throw new RuleMistake("there is nothing between the quotes", at + 1);
        }
        at = end + 1;
        return text;
    }

    private BigDecimal number(String digits, int start) throws RuleMistake {
        BigDecimal number = parsed(digits);
        if (number == null) {
            throw new RuleMistake("the number " + digits + " is too large or too small", start + 1);
        }
        Matcher unit = UNIT.matcher(rule).region(at, rule.length());
        if (unit.lookingAt()) {
            BigDecimal factor = factor(unit.group(1));
            boolean touches = unit.start(1) == at;
            if (factor != null) {
                at = unit.end();
                return number.multiply(factor);
            }
            if (touches) {
                throw new RuleMistake(
                        "'" + unit.group(1) + "' is no unit; there are ms, s, m, h, d and B, KB, MB, GB, TB", at + 1);
            }
        }
        return number;
    }

    private static @Nullable BigDecimal parsed(String digits) {
        try {
            BigDecimal number = new BigDecimal(digits);
            long exponent = number.precision() - (long) number.scale();
            return Math.abs(exponent) <= HIGHEST_EXPONENT ? number : null;
        } catch (NumberFormatException e) {
            return null; // an exponent of more than ten digits
        }
    }

    private static @Nullable BigDecimal factor(String unit) {
        return switch (unit) {
            case "ms" -> new BigDecimal("0.001");
            case "s" -> BigDecimal.ONE;
            case "m", "min" -> BigDecimal.valueOf(60);
            case "h" -> BigDecimal.valueOf(3_600);
            case "d" -> BigDecimal.valueOf(86_400);
            default ->
                switch (unit.toUpperCase(Locale.ROOT)) {
                    case "B", "BYTES" -> BigDecimal.ONE;
                    case "KB" -> BigDecimal.valueOf(1L << 10);
                    case "MB" -> BigDecimal.valueOf(1L << 20);
                    case "GB" -> BigDecimal.valueOf(1L << 30);
                    case "TB" -> BigDecimal.valueOf(1L << 40);
                    default -> null;
                };
        };
    }

    private boolean take(Pattern pattern) {
        Matcher matcher = pattern.matcher(rule).region(at, rule.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        taken = matcher.group();
        return true;
    }

    private void add(RuleWord.Kind kind, String text, @Nullable BigDecimal number, int start) {
        words.add(new RuleWord(kind, text, number, start + 1));
    }
}
