package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A project on disk, filled file by file. */
record SampleProject(Path folder) {
    SampleProject {
        try {
            Files.createDirectories(folder.resolve("aml_config"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A project that runs: a local target, a run configuration for it, and a script. */
    static SampleProject local(Path folder) throws IOException {
        return new SampleProject(folder)
                .file("aml_config/local.compute", "type: local\n")
                .file("aml_config/local.runconfig", "ArgumentVector: [\"$file\"]\nTarget: local\nFramework: Python\n")
                .file("train.py", "print('hello')\n");
    }

    SampleProject file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    SampleProject file(String name, byte[] content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        // A file that is made anew is cheap; one that is cut to nothing first is written through by ext4.
        Files.deleteIfExists(folder.resolve(name));
        Files.write(folder.resolve(name), content);
        return this;
    }

    ExperimentConfiguration read() throws IOException {
        return read("train.py");
    }

    ExperimentConfiguration read(String script) throws IOException {
        return read(new RunRequest(null, script, null, Map.of()));
    }

    ExperimentConfiguration readTarget(String target) throws IOException {
        return read(new RunRequest(target, "train.py", null, Map.of()));
    }

    ExperimentConfiguration read(RunRequest request) throws IOException {
        return ProjectConfiguration.read(folder, request);
    }

    AmlException refusal() {
        return refusal(new RunRequest(null, "train.py", null, Map.of()));
    }

    AmlException refusalOf(String target) {
        return refusal(new RunRequest(target, "train.py", null, Map.of()));
    }

    AmlException refusal(RunRequest request) {
        AmlException failure = catchThrowableOfType(AmlException.class, () -> read(request));
        if (failure == null) {
            throw new AssertionError("the configuration was accepted");
        }
        return failure;
    }

    static List<String> texts(ExperimentConfiguration configuration) {
        return configuration.remarks().stream()
                .map(remark -> remark.severity() + " " + remark.text())
                .toList();
    }
}
