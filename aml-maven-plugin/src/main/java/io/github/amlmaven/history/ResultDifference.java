package io.github.amlmaven.history;

import java.util.List;

/**
 * A result that two runs do not have in common.
 *
 * @param name such as {@code metric Accuracy}, {@code exit code}, or the path of an artifact
 * @param words what the second has instead of what the first has, on one line
 * @param details where exactly, one line each; empty when the words say it all
 * @param distance the relative difference when nothing but numbers differ, the largest of them; NaN otherwise
 */
public record ResultDifference(String name, String words, List<String> details, double distance) {
    public ResultDifference {
        details = List.copyOf(details);
    }

    /** One of which no number can be given. */
    ResultDifference(String name, String words, List<String> details) {
        this(name, words, details, Double.NaN);
    }
}
