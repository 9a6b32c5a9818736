package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    private static final String VARIABLES = "azureml-setup/variables.sh";

    /** Makes it, with everything that it is to hold. */
    void create() throws IOException {
        EngineFacts facts = container.engine().facts();
        ContainerUser user = ContainerUser.of(directory.root(), facts);
        ContainerCommand command = new ContainerCommand(job);
        directory.addResources(Supervisor.SCRIPTS);
        directory.addResources(List.of("container.sh"));
        if (command.python()) {
            directory.addResources(Interpreter.PYTHON_FILES);
        }
        byte[] variables = command.variables(DockerConfigFile.read().proxies(), variables(user));
        ContainerSpec spec = new ContainerSpec(
                image.id(), user, settings.sharedVolumes() ? directory.root() : null, share(), settings.hardware());
        directory.log("Running in " + container.name() + ", image " + image.name() + ": " + command.words());
        spec.create(
                container,
                facts,
                RunContainer.labels(directory, project.path()),
                words(command),
                command.environment());
        try {
            fill(user, variables);
        } catch (DockerException e) {
            throw new AmlException(
                    "the Docker engine does not take the files of the run: " + DockerEngine.words(e),
                    "see whether its disk is full (docker system df), and what it says of itself (docker info); then run again",
                    e);
        }
    }

    private void fill(ContainerUser user, byte[] variables) throws IOException {
        ContainerFiles files = new ContainerFiles(container.engine(), container.name());
        List<ExtraFile> extra = new ArrayList<>();
        if (!user.isRoot()) {
            extra.add(ExtraFile.file("etc/passwd", user.passwd(text(files, "/etc/passwd")), 0644, 0, 0));
            extra.add(ExtraFile.file("etc/group", user.group(text(files, "/etc/group")), 0644, 0, 0));
            extra.add(ExtraFile.folder(ContainerUser.HOME.substring(1), 0700, user.uid(), user.gid()));
        }
        if (settings.sharedVolumes()) {
            directory.write(VARIABLES.substring(VARIABLES.indexOf('/') + 1), variables);
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
    boolean start() throws IOException {
        if (!LaunchMark.of(directory).launch()) {
            container.remove();
            return false;
        }
        try {
            container.start();
            return true;
        } catch (DockerException e) {
            throw ContainerSpec.refused(DockerEngine.words(e), e);
        }
    }

    private List<String> words(ContainerCommand command) {
        List<String> words = new ArrayList<>();
        words.add("azureml-setup/container.sh");
        words.add(settings.sharedVolumes() ? "no" : "yes");
        words.addAll(Supervisor.limits(job.limits()));
        words.addAll(command.words());
        return words;
    }

    private Map<String, String> variables(ContainerUser user) {
        Map<String, String> variables = RunVariables.of(
                job, directory, RunContainer.ROOT, project, share() == null ? null : RunContainer.SHARE);
        variables.put("AML_IMAGE", image.name());
        if (!user.isRoot()) {
            variables.put("HOME", ContainerUser.HOME);
        }
        if (image.environment() != null) {
            variables.put("AZUREML_CONDA_ENVIRONMENT_PATH", image.environment());
        }
        return variables;
    }

    private @Nullable Path share() {
        return settings.nativeSharedDirectory() == null
                ? null
                : ShareDirectory.of(settings.nativeSharedDirectory(), project).path();
    }
}
