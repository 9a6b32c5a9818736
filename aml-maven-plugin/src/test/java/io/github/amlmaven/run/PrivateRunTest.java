package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a whole run makes is its owner's alone: store, journal, run folder, share folder, and the folders above them. */
class PrivateRunTest {
    /** What the project and the script bring has the mode they give it, within the run folder, which is private. */
    private static final Set<String> NOT_OURS = Set.of("train.sh", "aml_config", "open", "outputs");

    @TempDir
    Path temp;

    private Path project;
    private Path base;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temp.resolve("iris"));
        base = Files.createDirectory(temp.resolve("made"));
        Files.createDirectory(project.resolve("aml_config"));
        write("aml_config/local.compute", "type: local\nnativeSharedDirectory: " + base.resolve("third/share") + "\n");
        write("aml_config/local.runconfig", "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\n");
        write("train.sh", """
                umask > outputs/mask.txt
                while [ ! -e azureml-setup/heartbeat ]; do sleep 0.05; done
                mkdir -m 777 outputs/wide
                echo model > outputs/wide/model.txt
                chmod 666 outputs/wide/model.txt
                """);
        Files.createDirectory(project.resolve("open"));
        write("open/data.csv", "1\n");
        permit(project.resolve("open/data.csv"), "rw-rw-rw-");
        permit(project.resolve("open"), "rwxrwxrwx");
        permit(temp, "rwxr-xr-x");
        permit(project, "rwxr-xr-x");
        permit(base, "rwxr-xr-x");
    }

    @ParameterizedTest
    @CsvSource({"000, true", "022, true", "077, true", "000, false"})
    void everythingIsTheOwnersAloneUnderAnyMask(String mask, boolean ownProcesses) throws Exception {
        run(List.of(), System.getProperty("java.class.path"), mask, ownProcesses);

        checkEverything(mask);
    }

    @Test
    void everythingIsTheOwnersAloneWhoeverThatIs() throws Exception {
        requireAnotherUser();
        permit(base, "rwxrwxrwx");

        run(List.of("runuser", "-u", "nobody", "--"), readableClasses(), "000", true);

        checkEverything("000");
        assertThat(Files.getOwner(base.resolve("for/history")).getName()).isEqualTo("nobody");
    }

    @Test
    void anotherUserCanReadNothing() throws Exception {
        requireAnotherUser();
        run(List.of(), System.getProperty("java.class.path"), "000", true);

        List<String> find = List.of("find", temp.toString(), "(", "-readable", "-o", "-writable", ")", "-print");
        List<String> seen = output(nobody(find)).lines().toList();

        assertThat(seen)
                .contains(base.toString(), project.resolve("open/data.csv").toString());
        assertThat(seen).noneMatch(path -> path.startsWith(base + "/"));
    }

    /** Makes a run as {@link PrivateExperiment} does, in a process of its own. */
    private void run(List<String> as, String classes, String mask, boolean ownProcesses) throws Exception {
        List<String> command = new ArrayList<>(as);
        command.addAll(List.of("sh", "-c", "umask " + mask + "; exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classes, PrivateExperiment.class.getName()));
        command.addAll(List.of(project.toString(), base.toString(), Boolean.toString(ownProcesses)));
        assertThat(output(command)).endsWith("made\n");
    }

    private void checkEverything(String mask) throws IOException {
        Map<String, String> modes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(base)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.equals(base) && !isOfProjectOrScript(file)) {
                    String mode = PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
                    String wanted = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? "rwx------" : "rw-------";
                    modes.put(base.relativize(file).toString(), mode.equals(wanted) ? "private" : mode);
                }
            }
        }
        assertThat(modes).allSatisfy((file, mode) -> assertThat(mode).as(file).isEqualTo("private"));
        assertThat(modes).containsKeys("for", "for/journal", "for/history", "other", "other/runs", "third/share");
        assertThat(modes.keySet())
                .anyMatch(file -> file.endsWith("/.collected.jsonl"))
                .anyMatch(file -> file.endsWith("/.derived/runs.jsonl"))
                .anyMatch(file -> file.endsWith("/azureml-setup/heartbeat"))
                .anyMatch(file -> file.endsWith("/final.json"))
                .anyMatch(file -> file.endsWith("/outputs/wide/model.txt"))
                .hasSizeGreaterThan(50);
        // The script itself has the mask of whoever started it.
        String written = modes.keySet().stream()
                .filter(file -> file.endsWith("/outputs/mask.txt"))
                .findFirst()
                .orElseThrow();
        assertThat(base.resolve(written)).hasContent("0" + mask);
    }

    private boolean isOfProjectOrScript(Path file) {
        Path runs = base.resolve("other/runs");
        int inRun = runs.getNameCount() + 1;
        return file.startsWith(runs)
                && file.getNameCount() > inRun
                && NOT_OURS.contains(file.getName(inRun).toString());
    }

    /** The class path, copied to where another user can read it. */
    private String readableClasses() throws Exception {
        Path classes = Files.createDirectory(temp.resolve("classes"));
        List<String> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path copy = classes.resolve(path.size() + (Files.isDirectory(Path.of(entry)) ? "" : ".jar"));
            output(List.of("cp", "-r", entry, copy.toString()));
            path.add(copy.toString());
        }
        output(List.of("chmod", "-R", "go+rX", classes.toString()));
        return String.join(File.pathSeparator, path);
    }

    private static void requireAnotherUser() throws Exception {
        Required.that(
                System.getProperty("user.name").equals("root")
                        && output(nobody(List.of("echo", "here"))).equals("here\n"),
                "another user needs root and runuser -> run as root, apt-get install util-linux");
    }

    private static List<String> nobody(List<String> command) {
        List<String> whole = new ArrayList<>(List.of("runuser", "-u", "nobody", "--"));
        whole.addAll(command);
        return whole;
    }

    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(project.resolve(name), text);
    }

    private static void permit(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
