package io.github.amlmaven.config;

import io.github.amlmaven.compute.ClusterTarget;
import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.RemoteTarget;
import io.github.amlmaven.compute.TargetSettings;
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
                : ComputeFile.of(TargetType.LOCAL, LOCAL, ComputeKeys.NONE);
        return file == null || later == null ? file : moved(file, later, findings);
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
    private static ComputeFile moved(ComputeFile file, RunSettings.Later later, Findings findings) {
        TargetType type = file.type();
        TargetSettings settings = file.settings();
        LaterContainer container = later.container();
        Text python = later.interpreterPath();
        if (container != null && settings instanceof RemoteTarget.Settings remote) {
            type = TargetType.REMOTEDOCKER;
            settings = container.over(
                    new DockerTarget.Settings(
                            remote.name(),
                            null,
                            true,
                            remote.nativeSharedDirectory(),
                            DockerTarget.Hardware.NONE,
                            remote.login()),
                    findings);
        } else if (container != null && settings instanceof LocalTarget.Settings local) {
            type = TargetType.DOCKER;
            // In that format volumes were shared unless the file said no.
            settings = container.over(
                    new DockerTarget.Settings(
                            local.name(), null, true, local.nativeSharedDirectory(), DockerTarget.Hardware.NONE, null),
                    findings);
        } else if (container != null && settings instanceof DockerTarget.Settings docker) {
            settings = container.over(docker, findings);
        } else if (python != null && settings instanceof LocalTarget.Settings local) {
            settings = new LocalTarget.Settings(local.name(), python.value(), local.nativeSharedDirectory());
        } else if (python != null && settings instanceof RemoteTarget.Settings remote) {
            settings = new RemoteTarget.Settings(
                    remote.name(), remote.login(), python.value(), remote.nativeSharedDirectory());
        } else if (settings instanceof ClusterTarget.Settings cluster) {
            settings = moved(cluster, later, findings);
        }
        if (python != null && type.hasContainer()) {
            findings.warn(
                    python.place(),
                    "environment.python.interpreterPath has no effect in a container",
                    "delete it; the Python of the environment runs the script, or else the first one on the image's PATH");
        }
        boolean installs = type == file.type() ? file.hasEnvironment() : type.hasEnvironment();
        return new ComputeFile(
                type,
                settings,
                type.hasContainer() || python == null ? file.pythonLocation() : python,
                installs && !later.userManaged());
    }

    private static ClusterTarget.Settings moved(
            ClusterTarget.Settings cluster, RunSettings.Later later, Findings findings) {
        Text python = later.interpreterPath();
        if (later.container() != null) {
            findings.warn(
                    later.container().place(),
                    "environment.docker has no effect on a cluster: Spark runs the script, in no container",
                    "write enabled: false, or name a target of type docker or remotedocker");
        }
        return new ClusterTarget.Settings(
                cluster.name(),
                cluster.login(),
                python == null ? cluster.pythonLocation() : python.value(),
                cluster.userManagedEnvironment() || later.userManaged(),
                ClusterKeys.over(cluster.submission(), later.yarnDeployMode(), findings));
    }
}
