package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import org.jspecify.annotations.Nullable;

/**
 * Tells where the entries of an archive belong: their first component is the last one of the path that was asked for.
 *
 * @param base a path below the run folder; empty: the run folder itself
 */
record TarPlace(String base) {
    /** The path below the run folder, which is empty for itself; null when the name tells none. */
    @Nullable
    String of(TarName name) {
        String text = name.text();
        return text == null || !ArtifactPath.isSafe(text) ? null : below(text);
    }

    /** For people, the path that a name claims, however bad it is; null when that is nowhere in what was asked for. */
    @Nullable
    String shown(TarName name) {
        return below(name.shown());
    }

    /** Why a name, which is text, tells no path. */
    String whyNot(TarName name) {
        String text = name.shown();
        return text.length() > ArtifactPath.LONGEST
                ? "has a name that is too long to keep"
                : "has a name that leads out of the run folder or nowhere";
    }

    private @Nullable String below(String name) {
        String first = base.isEmpty() ? ContainerFiles.FOLDER : base.substring(base.lastIndexOf('/') + 1);
        if (name.equals(first)) {
            return base;
        }
        if (!name.startsWith(first + "/")) {
            return null;
        }
        String rest = name.substring(first.length() + 1);
        return base.isEmpty() ? rest : base + "/" + rest;
    }
}
