package io.github.amlmaven.run;

import java.math.BigDecimal;
import java.nio.file.FileSystems;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * One word of a rule.
 *
 * @param text as the rule means it: without quotes, of a label without {@code label:}
 * @param number the value of a number with its unit, in seconds or bytes; null for anything else
 * @param at where it begins in the rule, from 1
 */
record RuleWord(Kind kind, String text, @Nullable BigDecimal number, int at) {
    /** The kinds of words. */
    enum Kind {
        NUMBER,
        NAME,
        /** A name in single quotes, which is never anything else. */
        QUOTED_NAME,
        TEXT,
        PATH,
        LABEL,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it is a word of the language, not a quoted one. */
    boolean isWord(String word) {
        return kind == Kind.NAME && text.equals(word);
    }

    /** As a path or a pattern of paths. */
    String pattern() throws RuleMistake {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + text);
            return text;
        } catch (PatternSyntaxException e) {
            throw new RuleMistake(this + " is no pattern of names: " + e.getDescription(), at);
        }
    }

    /** For a message. */
    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
