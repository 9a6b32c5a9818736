package io.github.amlmaven.config;

/**
 * Turns tabs that only separate into blanks, one for one so that columns stay right.
 *
 * <p>YAML allows a tab after a colon or between the tokens of JSON, and files of 2017 have them, but the parser does
 * not. A tab that indents a line of block YAML is left for the parser to refuse. JSON's {@code \/}, which the parser
 * does not know either, becomes {@code /}.
 */
final class Separation {
    private final String text;
    private final StringBuilder result;
    private int at;
    private int brackets;
    private boolean betweenTokens = true;
    private boolean lineStart = true;

    private Separation(String text) {
        this.text = text;
        this.result = new StringBuilder(text.length());
    }

    static String withBlanks(String text) {
        return text.indexOf('\t') < 0 && !text.contains("\\/") ? text : new Separation(text).withBlanks();
    }

    private String withBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                copy();
                betweenTokens = true;
                lineStart = true;
            } else if (c == '\t') {
                boolean separates = betweenTokens && (!lineStart || brackets > 0 || restIsComment());
                result.append(separates ? ' ' : '\t');
                at++;
            } else if (c == ' ') {
                copy();
            } else if (c == '#' && isBlank(at - 1)) {
                copyLine();
            } else {
                token(c);
                lineStart = false;
            }
        }
        return result.toString();
    }

    private void token(char c) {
        if (betweenTokens && (c == '"' || c == '\'')) {
            copyQuoted(c);
        } else if (betweenTokens && brackets == 0 && (c == '|' || c == '>')) {
            copyBlock();
        } else {
            boolean opens = betweenTokens && (c == '[' || c == '{');
            boolean closes = brackets > 0 && (c == ']' || c == '}');
            boolean separates = (c == ':' && (isBlank(at + 1) || (brackets > 0 && betweenTokens)))
                    || (c == ',' && brackets > 0)
                    || (betweenTokens && (c == '-' || c == '?') && isBlank(at + 1));
            brackets += opens ? 1 : closes ? -1 : 0;
            betweenTokens = opens || closes || separates;
            copy();
        }
    }

    private void copyQuoted(char quote) {
        copy();
        while (at < text.length() && text.charAt(at) != quote) {
            if (quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) {
                if (text.charAt(at + 1) == '/') {
                    at++;
                } else {
                    copy();
                }
            }
            copy();
        }
        if (at < text.length()) {
            copy();
        }
    }

    /** Copies a block of literal text: its header's line, then every line that is empty or indented deeper. */
    private void copyBlock() {
        int indentation = indentation(lineBegin());
        copyLine();
        while (at < text.length()) {
            int next = at + 1;
            int width = indentation(next);
            boolean empty = next + width >= text.length() || "\r\n".indexOf(text.charAt(next + width)) >= 0;
            if (width <= indentation && !empty) {
                return;
            }
            copy();
            copyLine();
        }
    }

    private int lineBegin() {
        int begin = at;
        while (begin > 0 && text.charAt(begin - 1) != '\n') {
            begin--;
        }
        return begin;
    }

    private int indentation(int from) {
        int width = 0;
        while (from + width < text.length() && text.charAt(from + width) == ' ') {
            width++;
        }
        return width;
    }

    private boolean restIsComment() {
        int i = at;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i == text.length() || text.charAt(i) == '#' || text.charAt(i) == '\n' || text.charAt(i) == '\r';
    }

    private boolean isBlank(int index) {
        return index < 0 || index >= text.length() || " \t\r\n".indexOf(text.charAt(index)) >= 0;
    }

    private void copyLine() {
        while (at < text.length() && text.charAt(at) != '\n') {
            copy();
        }
    }

    private void copy() {
        result.append(text.charAt(at++));
    }
}
