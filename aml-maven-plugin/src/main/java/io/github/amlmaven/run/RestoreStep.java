package io.github.amlmaven.run;

import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.staging.ProjectFile;
import io.github.amlmaven.staging.StagedFile;
import org.jspecify.annotations.Nullable;

/**
 * What a restore does to one path of a project.
 *
 * @param path relative to the project, with {@code /}
 * @param wanted as the snapshot has it; null when it has nothing of that name
 * @param present as the project has it; null when nothing of that name belongs to the experiment
 * @param reason why it is left alone; empty otherwise
 */
public record RestoreStep(
        Kind kind,
        String path,
        @Nullable SnapshotFile wanted,
        @Nullable StagedFile present,
        String reason) {
    /** What is done. */
    public enum Kind {
        /** It is not there and is made. */
        ADD,
        /** It is replaced by what the snapshot has. */
        CHANGE,
        /** Its permissions alone are changed. */
        MODE,
        /** It is deleted. */
        DELETE,
        /** It is not what the snapshot has, and stays. */
        LEFT_ALONE
    }

    static RestoreStep leftAlone(String path, @Nullable SnapshotFile wanted, String reason) {
        return new RestoreStep(Kind.LEFT_ALONE, path, wanted, null, reason);
    }

    boolean wants(String kindOfFile) {
        return wanted != null && wanted.kind().equals(kindOfFile);
    }

    boolean has(ProjectFile.Kind kindOfFile) {
        return present != null && present.kind() == kindOfFile;
    }

    /** Whether what is there has to go before anything can have its name: a file can replace a file in one step. */
    boolean removesFirst() {
        return kind == Kind.DELETE
                || (kind == Kind.CHANGE && (has(ProjectFile.Kind.FOLDER) || wants(SnapshotFile.FOLDER)));
    }

    /** Whether something gets its name. */
    boolean puts() {
        return kind == Kind.ADD || kind == Kind.CHANGE;
    }

    /** Whether it is about a folder. */
    public boolean isFolder() {
        return wants(SnapshotFile.FOLDER) || (wanted == null && has(ProjectFile.Kind.FOLDER));
    }
}
