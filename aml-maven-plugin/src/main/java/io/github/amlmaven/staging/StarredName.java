package io.github.amlmaven.staging;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.internal.PathMatcher;

/**
 * A pattern for one name: what stands between the stars is looked for from left to right, once, where a regular expression
 * tries all ways to share the name among the stars.
 */
final class StarredName {
    private final List<List<Sign>> parts = new ArrayList<>();

    /** What one character of a name may be. */
    private interface Sign {
        boolean takes(char c);
    }

    StarredName(String pattern) throws InvalidPatternException {
        List<Sign> part = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '[' ? endOfBrackets(pattern, i) : -1;
            if (c == '*') {
                parts.add(part);
                part = new ArrayList<>();
            } else if (end > 0) {
                part.add(brackets(pattern.substring(i, end + 1)));
                i = end;
            } else if (c == '?') {
                part.add(any -> true);
            } else {
                i += c == '\\' && i + 1 < pattern.length() ? 1 : 0;
                char literal = pattern.charAt(i);
                part.add(other -> other == literal);
            }
        }
        parts.add(part);
    }

    boolean matches(String name) {
        List<Sign> first = parts.get(0);
        List<Sign> last = parts.get(parts.size() - 1);
        int at = first.size();
        int end = name.length() - last.size();
        if (parts.size() == 1) {
            return name.length() == at && isAt(first, name, 0);
        }
        if (at > end || !isAt(first, name, 0) || !isAt(last, name, end)) {
            return false;
        }
        for (List<Sign> part : parts.subList(1, parts.size() - 1)) {
            while (at + part.size() <= end && !isAt(part, name, at)) {
                at++;
            }
            at += part.size();
        }
        return at <= end;
    }

    private static boolean isAt(List<Sign> part, String name, int start) {
        for (int i = 0; i < part.size(); i++) {
            if (!part.get(i).takes(name.charAt(start + i))) {
                return false;
            }
        }
        return true;
    }

    private static Sign brackets(String text) throws InvalidPatternException {
        PathMatcher.createPathMatcher(text, FastIgnoreRule.PATH_SEPARATOR, false);
        FastIgnoreRule brackets = new FastIgnoreRule(text);
        return c -> brackets.isMatch(String.valueOf(c), false, true);
    }

    /** The place of the bracket that closes the one at a place; -1: none does. */
    private static int endOfBrackets(String pattern, int open) {
        int i = open + 1;
        i += pattern.startsWith("!", i) || pattern.startsWith("^", i) ? 1 : 0;
        for (i += pattern.startsWith("]", i) ? 1 : 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
            if (end > 0) {
                i = end + 1;
            } else if (c == '\\') {
                i++;
            } else if (c == ']') {
                return i;
            }
        }
        return -1;
    }
}
