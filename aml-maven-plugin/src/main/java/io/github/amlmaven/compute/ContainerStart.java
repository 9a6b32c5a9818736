package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the container of a run and starts it, in steps that a crash may fall between. */
record ContainerStart(
        RunContainer container,
        RunDirectory directory,
        Job job,
        ProjectId project,
        DockerTarget.Settings settings,
        EnvironmentImage.Prepared image) {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final String NAME = "variables.sh";
    private static final String VARIABLES = "azureml-setup/" + NAME;

    /** Makes it, with everything that it is to hold. */
    void create(Cancellation cancellation) throws IOException {
        DockerEngine engine = container.engine();
        ContainerUser user = ContainerUser.of(engine, directory.root());
        MountedFolder folder = new MountedFolder(engine, directory);
        ContainerCommand command = new ContainerCommand(job);
        directory.addResources(Supervisor.SCRIPTS);
        directory.addResources(List.of("container.sh"));
        if (command.python()) {
            directory.addResources(Interpreter.PYTHON_FILES);
        }
        byte[] variables = command.variables(DockerConfigFile.read().proxies(), variables(user));
        directory.log("Running in " + container.name() + ", image " + image.name() + ": " + command.words());
        if (settings.sharedVolumes()) {
            folder.stage(project, NAME, variables, cancellation);
        }
        ContainerSpec spec = new ContainerSpec(
                image.id(), user, settings.sharedVolumes() ? folder.path() : null, share(), settings.hardware());
        engine.steadily(cancellation, () -> make(spec, command, folder, variables));
    }

    private boolean make(ContainerSpec spec, ContainerCommand command, MountedFolder folder, byte[] variables)
            throws IOException {
        DockerEngine engine = container.engine();
        // Its answer may have been lost with the connection.
        if (engine.remote() == null
                || container.state("looking for the container").isEmpty()) {
            spec.create(
                    container,
                    engine.facts(),
                    RunContainer.labels(directory, project.path()),
                    words(command),
                    command.environment());
        }
        try {
            fill(spec.user(), folder, variables);
            return true;
        } catch (DockerException e) {
            throw new AmlException(
                    "the Docker engine does not take the files of the run: " + DockerEngine.words(e),
                    "see whether its disk is full (docker system df), and what it says of itself (docker info); then run again",
                    e);
        }
    }

    private void fill(ContainerUser user, MountedFolder folder, byte[] variables) throws IOException {
        ContainerFiles files = new ContainerFiles(container.engine(), container.name());
        List<ExtraFile> extra = new ArrayList<>();
        if (!user.isRoot()) {
            extra.add(ExtraFile.file("etc/passwd", user.passwd(text(files, "/etc/passwd")), 0644, 0, 0));
            extra.add(ExtraFile.file("etc/group", user.group(text(files, "/etc/group")), 0644, 0, 0));
            extra.add(ExtraFile.folder(ContainerUser.HOME.substring(1), 0700, user.uid(), user.gid()));
        }
        if (settings.sharedVolumes()) {
            if (folder.isHere()) {
                directory.write(NAME, variables);
            }
            if (!extra.isEmpty()) {
                files.put(extra);
            }
        } else {
            extra.add(ExtraFile.file(
                    RunContainer.ROOT.substring(1) + "/" + VARIABLES, variables, 0600, user.uid(), user.gid()));
            files.put(directory, user.uid(), user.gid(), extra);
        }
    }

    private static String text(ContainerFiles files, String path) throws IOException {
        return files.read(path, MOST_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .orElse("");
    }

    /** Starts it; false when somebody has taken the run for dead meanwhile, and it never will be. */
    boolean start(Cancellation cancellation) throws IOException {
        if (!LaunchMark.of(directory).launch()) {
            container.remove();
            return false;
        }
        try {
            return container.engine().steadily(cancellation, this::startOnce);
        } catch (DockerException e) {
            throw ContainerSpec.refused(DockerEngine.words(e), e);
        }
    }

    /** An answer that was lost with the connection is no reason to start what may have ended by now. */
    private boolean startOnce() {
        boolean begun = container.engine().remote() != null
                && container
                        .state("looking for the container")
                        .filter(state -> !state.isCreated())
                        .isPresent();
        if (!begun) {
            container.start();
        }
        return true;
    }

    private List<String> words(ContainerCommand command) {
        List<String> words = new ArrayList<>();
        words.add("azureml-setup/container.sh");
        words.add(mountsFolderOfHere() ? "no" : "yes");
        words.addAll(Supervisor.limits(job.limits()));
        words.addAll(command.words());
        return words;
    }

    private boolean mountsFolderOfHere() {
        return settings.sharedVolumes() && container.engine().remote() == null;
    }

    private Map<String, String> variables(ContainerUser user) {
        Map<String, String> variables = RunVariables.of(
                job,
                directory,
                RunContainer.ROOT,
                project,
                settings.nativeSharedDirectory() == null ? null : RunContainer.SHARE);
        variables.put("AML_IMAGE", image.name());
        if (!user.isRoot()) {
            variables.put("HOME", ContainerUser.HOME);
        }
        if (image.environment() != null) {
            variables.put("AZUREML_CONDA_ENVIRONMENT_PATH", image.environment());
        }
        return variables;
    }

    private @Nullable String share() throws IOException {
        String base = settings.nativeSharedDirectory();
        RemoteEngine remote = container.engine().remote();
        if (base == null) {
            return null;
        }
        return remote == null ? ShareDirectory.of(base, project).path().toString() : remote.share(base, project);
    }
}
