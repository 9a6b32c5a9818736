package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The isolated folder of one run: {@code <tmp>/azureml_runs/<run id>}, readable by its owner only.
 *
 * <p>It holds the copy of the project and, beside it, {@code outputs/}, {@code azureml-logs/} and {@code azureml-setup/}.
 * The names are those of the Workbench. It is left behind after the run, for a look at what the script did.
 */
public record RunDirectory(RunId run, Path root) {
    /** How the names begin, at the top of a run directory, of what the plugin keeps there for itself. */
    static final String OURS = ".aml-";

    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final String CONFIGURATION = "mutated_run_configuration.yml";
    private static final int LONGEST_CONFIGURATION = 16 * 1024 * 1024;

    /** Makes the folders and logs of the run that the project does not bring, once the project has been staged. */
    public void addRunFolders() throws IOException {
        // A project may bring outputs to begin with (!outputs/ in .amlignore), but not the run's own folders.
        if (!Files.isDirectory(outputs(), LinkOption.NOFOLLOW_LINKS)) {
            addFolder(outputs());
        }
        addFolder(logs());
        addFolder(setup());
        addFolder(uploads());
        Files.createFile(driverLog(), OWNER_ONLY_FILE);
        Files.createFile(controlLog(), OWNER_ONLY_FILE);
    }

    private void addFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            String name = root.relativize(folder).toString();
            throw new AmlException(
                    "the project has a file, link or folder named '" + name + "', where a run keeps its own folder",
                    "rename it, or leave it out with a last line '/" + name + "' in .amlignore",
                    e);
        }
    }

    /**
     * Whether a file of the run's own folders is still a file in a folder: a script can put a pipe, which would never end,
     * or a link, which would lead out of here, in the place of either.
     */
    public boolean isIntact(Path file) {
        Path folder = file.getParent();
        return folder != null
                && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    public Path outputs() {
        return root.resolve("outputs");
    }

    Path logs() {
        return root.resolve("azureml-logs");
    }

    /** What the script printed, standard output and error as they came. */
    public Path driverLog() {
        return logs().resolve("driver_log.txt");
    }

    /** What the plugin did for the run. */
    public Path controlLog() {
        return logs().resolve("control_log.txt");
    }

    /** What was printed while the target was prepared for the run; not there when there was nothing to do. */
    public Path prepareLog() {
        return logs().resolve("prepare_log.txt");
    }

    Path setup() {
        return root.resolve("azureml-setup");
    }

    /** Metrics, one JSON object a line. */
    public Path metrics() {
        return setup().resolve("metrics.jsonl");
    }

    /** Where the end of the script is written down, once it has ended. */
    public Path complete() {
        return setup().resolve("complete");
    }

    /** Files the script has uploaded by name. */
    Path uploads() {
        return setup().resolve("uploads");
    }

    /**
     * Where MLflow keeps what the script tells it. The script's MLflow makes the folder: in one that is there already it
     * would miss its default experiment.
     */
    Path mlflow() {
        return setup().resolve("mlruns");
    }

    /**
     * Appends a line to the control log; nothing when the script has removed or replaced it, which {@link Outputs} tells, or
     * when there is no room for it: what a run has done is not to be lost for a line about it.
     */
    public void log(String line) {
        if (!isIntact(controlLog()) || !Files.isWritable(controlLog())) {
            return;
        }
        String stamped = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line + "\n";
        try (OutputStream out =
                Files.newOutputStream(controlLog(), StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS)) {
            out.write(stamped.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("not in the control log: {}", line, e);
        }
    }

    /** Keeps the configuration the run was made with where the script can read it. */
    public void writeRunConfiguration(String json) throws IOException {
        write(CONFIGURATION, json.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #writeRunConfiguration} was given; empty when it is not there, or the script has put something else there. */
    public Optional<String> runConfiguration() throws IOException {
        Path file = setup().resolve(CONFIGURATION);
        return isIntact(file) && Files.isReadable(file) && Files.size(file) <= LONGEST_CONFIGURATION
                ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /**
     * Removes the directory and what is in it; links are removed, not followed.
     *
     * @throws IOException naming the first entry that could not be removed, after everything else has been
     */
    public void delete() throws IOException {
        FolderRemoval.remove(root);
    }

    /** Where a file is while it is brought into the history, out of reach of what the script has left running. */
    Path taken() {
        return root.resolve(".aml-taken");
    }

    /** Copies files that ship with the plugin into {@code azureml-setup}. */
    void addResources(List<String> names) throws IOException {
        for (String name : names) {
            write(name, resource(name));
        }
    }

    /** A file that ships with the plugin. */
    static byte[] resource(String name) throws IOException {
        try (InputStream resource = RunDirectory.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the plugin's jar lacks " + name);
            }
            return resource.readAllBytes();
        }
    }

    void write(String name, byte[] content) throws IOException {
        Path file = setup().resolve(name);
        Files.createDirectories(file.getParent(), OWNER_ONLY);
        Files.createFile(file, OWNER_ONLY_FILE);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
        }
    }
}
