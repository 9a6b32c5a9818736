package io.github.amlmaven.staging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one ignore file above those it overrides, down to the built-in ones.
 *
 * <p>Within a file the last matching line wins, and a file nearer to the path wins over one farther away. A path is to be
 * asked for only when none of its parent folders is ignored, as git has it.
 */
final class IgnoreLayer {
    private final @Nullable IgnoreLayer below;
    private final String prefix;
    private final int skipped;
    private final List<IgnoreRule> rules;

    private IgnoreLayer(@Nullable IgnoreLayer below, String prefix, int skipped, List<IgnoreRule> rules) {
        this.below = below;
        this.prefix = prefix;
        this.skipped = skipped;
        this.rules = rules;
    }

    static IgnoreLayer builtIn() {
        return new IgnoreLayer(null, "", 0, IgnoreRule.BUILT_IN);
    }

    /** Adds the rules of a file above the project; the prefix leads from there to the project and ends in a slash. */
    IgnoreLayer fromAbove(String prefix, List<IgnoreRule> more) {
        return more.isEmpty() ? this : new IgnoreLayer(this, prefix, 0, more);
    }

    /** Adds the rules of a file in a folder of the project, which is empty for the project itself. */
    IgnoreLayer fromFolder(String folder, List<IgnoreRule> more) {
        return more.isEmpty() ? this : new IgnoreLayer(this, "", folder.isEmpty() ? 0 : folder.length() + 1, more);
    }

    /** The rule that decides about a path of the project, ignoring it or bringing it back; null when none matches. */
    @Nullable
    IgnoreRule deciding(String path, ProjectFile.Kind kind) {
        boolean folder = kind == ProjectFile.Kind.FOLDER;
        IgnoreLayer layer = this;
        while (layer.below != null) {
            IgnoreRule rule = lastMatch(layer.rules, layer.relative(path), folder);
            if (rule != null) {
                return !rule.ignores() && rule.wild() ? builtInOr(rule, path, kind) : rule;
            }
            layer = layer.below;
        }
        return builtIn(path, kind);
    }

    /**
     * Whether the rules from above leave out the project's folder or one between it and them.
     *
     * @param rest the path from that folder to the project, empty for the project's own
     */
    boolean leavesOutFolderAbove(String rest) {
        int cut = rest.isEmpty() ? 1 : rest.length() + 2;
        for (IgnoreLayer layer = this; layer.below != null; layer = layer.below) {
            IgnoreRule rule = lastMatch(layer.rules, layer.prefix.substring(0, layer.prefix.length() - cut), true);
            if (rule != null) {
                return rule.ignores();
            }
        }
        return false;
    }

    /** A pattern such as {@code !*}{@code /} does not mean the built-in folders: only their names bring them back. */
    private static IgnoreRule builtInOr(IgnoreRule rule, String path, ProjectFile.Kind kind) {
        IgnoreRule builtIn = builtIn(path, kind);
        return builtIn == null ? rule : builtIn;
    }

    private String relative(String path) {
        return prefix.isEmpty() ? path.substring(skipped) : prefix + path;
    }

    private static @Nullable IgnoreRule builtIn(String path, ProjectFile.Kind kind) {
        // A link named outputs would lead a run out of its folder as the folder itself would not.
        boolean folder = kind != ProjectFile.Kind.FILE;
        for (IgnoreRule rule : IgnoreRule.BUILT_IN) {
            if (rule.matches(path, folder)) {
                return rule;
            }
        }
        return null;
    }

    private static @Nullable IgnoreRule lastMatch(List<IgnoreRule> rules, String path, boolean folder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            IgnoreRule rule = rules.get(i);
            if (rule.matches(path, folder)) {
                return rule;
            }
        }
        return null;
    }
}
