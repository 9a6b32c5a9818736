package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.internal.PathMatcher;
import org.jspecify.annotations.Nullable;

/**
 * One line of an ignore file.
 *
 * @param text where it stands and how it reads ({@code .amlignore:3: data/}), as the user is told
 * @param starred the pattern where it has too many stars for {@code pattern}; null: it has not
 * @param wild whether it may match by wildcard, so that it does not name what it matches
 */
record IgnoreRule(
        String text, FastIgnoreRule pattern, @Nullable StarredPattern starred, boolean wild) {
    /** The length limit of a path on Linux; making a pattern takes time that grows with the square of its length. */
    private static final int LONGEST = 4096;

    /** The folders that never belong to an experiment, unless a rule of the user names them. */
    static final List<IgnoreRule> BUILT_IN = builtIn(
            "docs/",
            "outputs/",
            "target/",
            ".azureml/",
            "azureml-logs/",
            "azureml-setup/",
            ".git",
            ".ipynb_checkpoints/");

    /** The rule of a line; the place names file and line, and goes into the message about a bad pattern. */
    static IgnoreRule of(String place, String line) {
        if (line.length() > LONGEST) {
            throw new AmlException(
                    place + ": the line is longer than " + LONGEST + " characters, which no path is",
                    "keep one pattern a line in it, and no data");
        }
        StarredPattern starred = null;
        if (isWild(line)) {
            // FastIgnoreRule logs a bad pattern and goes on without it; this says the same aloud.
            try {
                PathMatcher.createPathMatcher(line, FastIgnoreRule.PATH_SEPARATOR, false);
                starred = StarredPattern.of(line);
            } catch (InvalidPatternException | StringIndexOutOfBoundsException bad) {
                // JGit lets the second one out for [[:digit:]][:digit:]].
                throw new AmlException(
                        place + ": '" + line
                                + "' is not a pattern: a bracket is never closed, runs backwards, or holds [. or [=",
                        "mend the brackets, or write '\\[' for the character itself",
                        bad);
            }
        }
        return new IgnoreRule(place + ": " + line, new FastIgnoreRule(line), starred, isWild(line));
    }

    boolean ignores() {
        return pattern.getResult();
    }

    boolean matches(String path, boolean folder) {
        if (!folder && pattern.dirOnly()) {
            return false;
        }
        return starred == null ? pattern.isMatch(path, folder, true) : starred.matches(path);
    }

    private static boolean isWild(String line) {
        return line.indexOf('*') >= 0 || line.indexOf('?') >= 0 || line.indexOf('[') >= 0;
    }

    private static List<IgnoreRule> builtIn(String... names) {
        List<IgnoreRule> rules = new ArrayList<>(names.length);
        for (String name : names) {
            boolean everywhere = name.equals(".git") || name.equals(".ipynb_checkpoints/");
            rules.add(new IgnoreRule(
                    "built-in: " + name, new FastIgnoreRule(everywhere ? name : "/" + name), null, false));
        }
        return List.copyOf(rules);
    }
}
