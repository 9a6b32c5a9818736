package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;

/** Splits the text of {@code -Daml.args} into arguments, as a shell would. */
public final class CommandLine {
    private final String text;
    private final List<String> arguments = new ArrayList<>();
    private final StringBuilder argument = new StringBuilder();
    private boolean begun;
    private int at;

    private CommandLine(String text) {
        this.text = text;
    }

    /**
     * The arguments: blanks separate, {@code '..'} is literal, {@code ".."} is literal but for a backslash before
     * {@code "}, {@code \}, {@code $} or {@code `}, and a backslash outside quotes makes the next character literal.
     * Nothing is expanded.
     *
     * @throws AmlException when a quote is not closed or a backslash ends the text
     */
    public static List<String> split(String text) {
        return new CommandLine(text).split();
    }

    private List<String> split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                quoted(c);
            } else if (c == '\\') {
                literal(next("a backslash ends it"));
            } else if (Character.isWhitespace(c)) {
                end();
            } else {
                literal(c);
            }
            at++;
        }
        end();
        return List.copyOf(arguments);
    }

    private void quoted(char quote) {
        int opened = at;
        begun = true;
        for (at++; at < text.length() && text.charAt(at) != quote; at++) {
            char c = text.charAt(at);
            if (quote == '"' && c == '\\' && at + 1 < text.length() && "\"\\$`".indexOf(text.charAt(at + 1)) >= 0) {
                c = text.charAt(++at);
            }
            argument.append(c);
        }
        if (at == text.length()) {
            throw refused("the " + quote + " at character " + (opened + 1) + " is never closed", opened);
        }
    }

    private char next(String problem) {
        if (++at == text.length()) {
            throw refused(problem, at - 1);
        }
        return text.charAt(at);
    }

    private void literal(char c) {
        begun = true;
        argument.append(c);
    }

    private void end() {
        if (begun) {
            arguments.add(argument.toString());
        }
        argument.setLength(0);
        begun = false;
    }

    private AmlException refused(String problem, int from) {
        return new AmlException(
                "the arguments cannot be split: " + problem + ": " + Shown.value(text.substring(from)),
                "quote as in a shell, such as -Daml.args=\"--reg 0.1 'two words'\"; \\' is an apostrophe");
    }
}
