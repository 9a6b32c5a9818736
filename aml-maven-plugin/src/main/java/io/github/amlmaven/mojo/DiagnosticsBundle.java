package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.SecretMask;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Check;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A zip file for those who are to help, readable by its owner only: texts, each without what looks like a secret. */
final class DiagnosticsBundle implements Closeable {
    private static final int RUNS = 5;
    private static final int MOST_BYTES = 256 * 1024;
    private static final String CONTROL_LOG = "azureml-logs/control_log.txt";
    private static final Set<String> CONFIGURATION = Set.of("compute", "runconfig", "yml", "yaml", "json");
    private static final List<String> SYSTEM = List.of(
            "maven.version", "java.version", "java.vendor", "os.name", "os.version", "os.arch", "file.encoding");

    private final ZipOutputStream zip;
    private final List<String> names = new ArrayList<>();

    private DiagnosticsBundle(ZipOutputStream zip) {
        this.zip = zip;
    }

    /** A new file in the place of any that is there. */
    static DiagnosticsBundle create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (Files.isDirectory(file)) {
            throw new AmlException(file + " is a folder", "name a file: -Daml.bundle=" + file + "/diagnostics.zip");
        }
        Files.deleteIfExists(file);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return new DiagnosticsBundle(new ZipOutputStream(Channels.newOutputStream(
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mode))));
    }

    void addChecks(List<Check> checks) throws IOException {
        List<String> lines = new ArrayList<>();
        checks.forEach(check -> lines.addAll(CheckConsole.lines(check)));
        add("doctor.txt", String.join("\n", lines) + "\n");
    }

    /** Versions, and of the environment the names only. */
    void addSystem(Properties system, String plugin) throws IOException {
        StringBuilder text =
                new StringBuilder("aml-maven-plugin ").append(plugin).append('\n');
        SYSTEM.forEach(name ->
                text.append(name).append(' ').append(system.getProperty(name)).append('\n'));
        add("versions.txt", text.toString());
        add(
                "environment-names.txt",
                String.join("\n", new TreeSet<>(System.getenv().keySet())) + "\n");
    }

    void addConfiguration(Path project) throws IOException {
        addFolder("aml_config/", project.resolve("aml_config"), CONFIGURATION);
    }

    /** The last records, and what the plugin wrote down of what it did. */
    void addRuns(RunHistory history) throws IOException {
        for (RunRecord run : history.list(new RunFilter(null, RUNS)).runs()) {
            add("runs/" + run.number() + "/record.json", Json.pretty(run.fields()) + "\n");
            for (Artifact artifact : run.artifacts()) {
                if (artifact.path().value().equals(CONTROL_LOG) && artifact.size() <= MOST_BYTES) {
                    ByteArrayOutputStream log = new ByteArrayOutputStream();
                    history.stream(run, artifact, log);
                    add("runs/" + run.number() + "/control_log.txt", log.toString(StandardCharsets.UTF_8));
                }
            }
        }
    }

    void addJournal(Path journal) throws IOException {
        if (!Files.isDirectory(journal)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(journal)) {
            for (Path entry : entries) {
                addFolder("journal/" + entry.getFileName() + "/", entry, Set.of("json"));
            }
        }
    }

    private void addFolder(String prefix, Path folder, Set<String> kinds) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<Path> sorted = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(sorted::add);
        }
        for (Path file : sorted) {
            String name = String.valueOf(file.getFileName());
            boolean wanted = kinds.contains(name.substring(name.lastIndexOf('.') + 1));
            if (wanted && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= MOST_BYTES) {
                add(prefix + name, text(file));
            }
        }
    }

    private static String text(Path file) {
        try {
            // Not strictly: a file that is no text may be just what is wrong.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "cannot be read: " + e;
        }
    }

    private void add(String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(SecretMask.of(text, System.getenv()).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        names.add(name);
    }

    /** What is in it. */
    List<String> names() {
        return names;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
