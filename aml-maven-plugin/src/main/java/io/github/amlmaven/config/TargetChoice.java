package io.github.amlmaven.config;

import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.LocalTarget;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the compute target that a run configuration names. */
final class TargetChoice {
    private static final String LOCAL = "local";

    private final Path project;
    private final ConfigFolder folder;

    TargetChoice(Path project, ConfigFolder folder) {
        this.project = project;
        this.folder = folder;
    }

    /** The target, read and checked; null: there is none, and the findings say why. */
    @Nullable
    ComputeFile read(RunSettings settings, Findings findings) throws IOException {
        RunSettings.Later later = settings.later();
        Text target = settings.target();
        if (target == null || !exists(settings, findings)) {
            return null;
        }
        ComputeFile file = folder.targets().contains(target.value())
                ? ComputeFile.read(project, target.value(), findings)
                : new ComputeFile(TargetType.LOCAL, TargetType.LOCAL.settings(LOCAL, ComputeKeys.NONE), null);
        return file == null || later == null ? file : moved(file, later);
    }

    /** Whether the target that the run configuration names exists; if it names one in vain, the findings say so. */
    boolean exists(RunSettings settings, Findings findings) {
        Text target = settings.target();
        if (target == null) {
            return false;
        }
        // The format of 2018 needs no .compute file for this computer.
        if (folder.targets().contains(target.value())
                || (settings.later() != null && target.value().equals(LOCAL))) {
            return true;
        }
        String meant = folder.nearestTarget(target.value());
        findings.mistake(
                target.place(),
                "there is no compute target " + Shown.value(target.value()) + "; there are: "
                        + ConfigFolder.listed(folder.targets()),
                (meant == null ? "name one of them." : "did you mean " + meant + "?") + " Or create "
                        + ConfigFolder.computeFile(Shown.plain(target.value())));
        return false;
    }

    /** The target with what the format of 2018 keeps in the run configuration instead of the {@code .compute} file. */
    private static ComputeFile moved(ComputeFile file, RunSettings.Later later) {
        String name = file.settings().name();
        if (later.docker() && (file.type() == TargetType.LOCAL || file.type() == TargetType.REMOTE)) {
            TargetType type = file.type() == TargetType.LOCAL ? TargetType.DOCKER : TargetType.REMOTEDOCKER;
            return new ComputeFile(type, type.settings(name, ComputeKeys.NONE), null);
        }
        if (later.interpreterPath() != null && file.settings() instanceof LocalTarget.Settings local) {
            ComputeKeys keys = new ComputeKeys(
                    later.interpreterPath(), local.nativeSharedDirectory(), null, false, DockerTarget.Hardware.NONE);
            return new ComputeFile(file.type(), file.type().settings(name, keys), keys.pythonLocation());
        }
        return file;
    }
}
