package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import org.jspecify.annotations.Nullable;

/** This computer: the script runs in a folder of its own, with the user's Python. */
public final class LocalTarget implements ComputeTarget {
    /**
     * The keys of a {@code .compute} file of type {@code local}.
     *
     * @param pythonLocation the interpreter, a full path or a name on the {@code PATH}; null: {@code python3}, else
     *     {@code python}
     * @param nativeSharedDirectory the base of the share folder, {@code ~} allowed; null: no share folder
     */
    public record Settings(
            String name,
            @Nullable String pythonLocation,
            @Nullable String nativeSharedDirectory) implements TargetSettings {
        @Override
        public String type() {
            return "local";
        }

        @Override
        public ComputeTarget open(ProjectId project) {
            return new LocalTarget();
        }
    }
}
