package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How an image with a Python environment is made of a base image, and the name that stands for all that decides what is
 * in it: the base, the meaning of the dependency file, the files it names, and these instructions themselves.
 *
 * @param base the id of the base image, as Docker writes it
 */
record EnvironmentRecipe(String base, Requirements.PythonPackages packages) {
    /** The folder of all environments in an image. */
    static final String FOLDER = "/azureml-envs/";

    /** What the names of images and environments begin with. */
    static final String PREFIX = "azureml_";

    private static final int DIGITS = 32;
    private static final String DOCKERFILE = "environment.dockerfile";
    private static final List<String> SCRIPTS =
            List.of("prepare_environment.sh", "python_version.py", "usable_by_all.py");

    /** The name of the image, and of the folder of its environment: {@code azureml_} and 32 hexadecimal digits. */
    String name() {
        CondaPackages conda = CondaPackages.of(packages);
        PipPackages pip = new PipPackages(packages.pip());
        Fingerprint fingerprint = new Fingerprint()
                .add(List.of(base))
                .add(conda.channels())
                .add(conda.specs())
                .add(pip.lines(""));
        for (Map.Entry<String, Path> file : pip.files().entrySet()) {
            add(fingerprint, content(file.getValue()));
        }
        fingerprint.add(resource(DOCKERFILE));
        for (String script : SCRIPTS) {
            fingerprint.add(resource(script));
        }
        return PREFIX + fingerprint.hex(DIGITS);
    }

    /**
     * Everything the engine needs to build it, and nothing else of the project.
     *
     * @param project account, workspace and project, for the label
     * @param spark whether the base image must have Spark
     */
    InputStream context(String name, String project, boolean spark) throws IOException {
        TarStream tar = new TarStream().add("Dockerfile", bytes(dockerfile(base, name, project)));
        addSetup(tar, FOLDER + name + ".setup/");
        if (spark) {
            tar.add("setup/spark", new byte[0]);
        }
        return tar.open();
    }

    /**
     * What is needed to make the environment without an engine, below {@code setup/}.
     *
     * @param folder where the files of pip will be then, written with a {@code /} at its end
     */
    InputStream setup(String folder) throws IOException {
        TarStream tar = new TarStream();
        addSetup(tar, folder);
        return tar.open();
    }

    private void addSetup(TarStream tar, String folder) throws IOException {
        for (String script : SCRIPTS) {
            tar.add("setup/" + script, resource(script));
        }
        PipPackages pip = new PipPackages(packages.pip());
        for (Map.Entry<String, Path> file : pip.files().entrySet()) {
            tar.add("setup/" + file.getKey(), content(file.getValue()));
        }
        List<String> lines = pip.lines(folder);
        CondaPackages conda = CondaPackages.of(packages);
        tar.add("setup/environment.yml", bytes(conda.text(lines)));
        tar.add("setup/python_specs", bytes(lines(conda.pythons())));
        tar.add("setup/conda_packages", bytes(lines(conda.others())));
        if (!lines.isEmpty()) {
            tar.add("setup/requirements.txt", bytes(lines(lines)));
        }
    }

    private void add(Fingerprint fingerprint, Path file) {
        try {
            fingerprint.add(file);
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read the file " + file + ", which " + packages.file() + " names: " + e.getMessage(),
                    "see that your user may read it: ls -l " + file,
                    e);
        }
    }

    private Path content(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AmlException(
                    packages.file() + " names the file " + file + ", which is not there",
                    "build it, or correct the path below '- pip:'");
        }
        return file;
    }

    private static String dockerfile(String base, String name, String project) {
        return new String(resource(DOCKERFILE), StandardCharsets.UTF_8)
                .replace("@base@", base.substring(base.indexOf(':') + 1))
                .replace("@hex@", name.substring(PREFIX.length()))
                .replace("@project@", project);
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = EnvironmentRecipe.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the plugin's jar lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the plugin's jar cannot be read", e);
        }
    }
}
