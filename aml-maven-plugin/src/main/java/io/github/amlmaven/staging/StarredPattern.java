package io.github.amlmaven.staging;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.jspecify.annotations.Nullable;

/**
 * A line with so many stars in one name that JGit, which makes a regular expression of it, would take minutes or years for
 * a single path; all else is left to JGit.
 */
final class StarredPattern {
    /** With two stars the work grows with the square of a name's length, which is 255 at most; with three it hurts. */
    private static final int MANY = 3;

    /** The names from the top; null: any number of folders. */
    private final List<@Nullable StarredName> names;

    private final boolean anywhere;

    private StarredPattern(List<@Nullable StarredName> names, boolean anywhere) {
        this.names = names;
        this.anywhere = anywhere;
    }

    /** The pattern of a line; null: JGit can match it. */
    static @Nullable StarredPattern of(String line) throws InvalidPatternException {
        String pattern = line.startsWith("!") ? line.substring(1) : line;
        pattern = pattern.strip();
        while (pattern.endsWith("/")) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        List<@Nullable StarredName> names = new ArrayList<>();
        boolean many = false;
        for (String name : pattern.split("/", -1)) {
            many |= name.chars().filter(c -> c == '*').count() >= MANY;
            if (!name.isEmpty()) {
                names.add(name.equals("**") ? null : new StarredName(name));
            }
        }
        return many ? new StarredPattern(names, pattern.indexOf('/') < 0) : null;
    }

    boolean matches(String path) {
        String[] parts = path.split("/", -1);
        StarredName only = names.get(0);
        if (anywhere && only != null) {
            return only.matches(parts[parts.length - 1]);
        }
        boolean[] reached = new boolean[names.size() + 1];
        reached[0] = true;
        for (String part : parts) {
            reached = after(part, reached);
        }
        return reached[names.size()];
    }

    /** How much of the pattern can be behind us after one more name. */
    private boolean[] after(String part, boolean[] reached) {
        boolean[] next = new boolean[reached.length];
        int last = names.size() - 1;
        boolean skipped = false;
        for (int i = 0; i <= last; i++) {
            StarredName name = names.get(i);
            boolean here = reached[i] || skipped;
            // Folders in the middle may be none, behind the last slash there is at least one name.
            skipped = here && name == null && i < last;
            if (here && name == null) {
                next[i] = true;
                next[last + 1] |= i == last;
            } else if (here && name != null && name.matches(part)) {
                next[i + 1] = true;
            }
        }
        return next;
    }
}
