package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Backup;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.SnapshotFile;
import io.github.amlmaven.run.RestoreStep.Kind;
import io.github.amlmaven.staging.ProjectContent;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project goes back to what it was, and nothing is lost on the way. */
class ProjectRestoreTest {
    @TempDir
    Path temp;

    private Path project;
    private RunHistory history;
    private final List<Backup> backups = new ArrayList<>();

    @BeforeEach
    void makeAProject() throws IOException {
        project = Files.createDirectory(temp.resolve("project")).toRealPath();
        history = new RunHistory(new FolderStore(temp.resolve("store")), new ProjectId("local", "default", "iris"));
        write("train.py", "print(1)");
        write("code/model.py", "model");
        write("data/a.csv", "1,2");
        Files.createDirectory(project.resolve("empty"));
        Files.createSymbolicLink(project.resolve("latest"), Path.of("data/a.csv"));
    }

    @Test
    void whatWasChangedAddedAndDeletedIsUndoneAndThatToo() throws IOException {
        String before = snapshot();
        Map<String, String> then = state();
        write("train.py", "print(2)");
        write("new/deep/file.py", "new");
        delete("data/a.csv");
        delete("data");
        delete("latest");
        delete("empty");
        mode("code/model.py", "rwxr-xr-x");
        Map<String, String> now = state();

        assertThat(plan(before))
                .containsExactly(
                        "MODE code/model.py",
                        "ADD data",
                        "ADD data/a.csv",
                        "ADD empty",
                        "ADD latest",
                        "DELETE new",
                        "DELETE new/deep",
                        "DELETE new/deep/file.py",
                        "CHANGE train.py");
        assertThat(state()).isEqualTo(now);
        restore(before, true);
        assertThat(state()).isEqualTo(then);
        assertThat(history.backups().of(project).get(0).snapshot())
                .isEqualTo(backups.get(0).snapshot());

        restore(backups.get(0).snapshot(), false);
        assertThat(state()).isEqualTo(now);
        restore(backups.get(1).snapshot(), false);
        assertThat(state()).isEqualTo(then);
        assertThat(project.resolve(".azureml")).doesNotExist();
    }

    @Test
    void whatWouldBeLostIsSaidAndStays() throws IOException {
        String before = snapshot();
        write("train.py", "print(2)");
        write("notes.txt", "only here");
        write("copy.py", "model");
        Map<String, String> now = state();
        assertThatThrownBy(() -> restore(before, false))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("2 files would be")
                .hasMessageContaining("notes.txt")
                .hasMessageContaining("train.py")
                .hasMessageNotContaining("copy.py")
                .hasMessageContaining("-Daml.force");
        assertThat(state()).isEqualTo(now);
        assertThat(history.backups().list()).hasSize(1);

        snapshot();
        restore(before, false);
        assertThat(project.resolve("notes.txt")).doesNotExist();
    }

    @Test
    void aProjectThatIsThatAlreadyIsLeftAloneAndNotKeptAgain() throws IOException {
        String before = snapshot();
        assertThat(restore(before, false)).isEmpty();
        assertThat(history.backups().list()).hasSize(1);
    }

    @Test
    void whatIsLeftOutOfRunsStays() throws IOException {
        write(".amlignore", "*.log\n");
        String before = snapshot();
        write("train.py", "print(2)");
        write("outputs/model", "precious");
        write("target/x", "built");
        write("run.log", "log");
        write(".git/config", "git");
        restore(before, true);
        assertThat(project.resolve("train.py")).hasContent("print(1)");
        for (String file : List.of("outputs/model", "target/x", "run.log", ".git/config")) {
            assertThat(project.resolve(file)).exists();
        }
    }

    /** The rules of today protect what is there; what is missing is made. */
    @Test
    void whatIsLeftOutTodayIsMadeWhereItIsMissingAndElseStays() throws IOException {
        write("data/b.csv", "b");
        write("data/c.csv", "c");
        String before = snapshot();
        write(".amlignore", "data/\n");
        write("data/a.csv", "other and in no snapshot");
        delete("data/b.csv");
        assertThat(restore(before, true))
                .contains("DELETE .amlignore", "LEFT_ALONE data/a.csv", "ADD data/b.csv")
                .doesNotContain("LEFT_ALONE data/c.csv");
        assertThat(project.resolve("data/a.csv")).hasContent("other and in no snapshot");
        assertThat(project.resolve("data/b.csv")).hasContent("b");

        restore(backups.get(0).snapshot(), false);
        assertThat(project.resolve("data/a.csv")).hasContent("other and in no snapshot");
        assertThat(project.resolve(".amlignore")).hasContent("data/\n");
    }

    /** Else to go back and forth over a change of the rules would delete what no snapshot has. */
    @Test
    void whatWasLeftOutThenIsNotDeleted() throws IOException {
        write(".amlignore", "big/\n/code/*.tmp\n");
        String before = snapshot();
        write(".amlignore", "nothing\n");
        write("big/file", "big");
        write("code/x.tmp", "x");
        write("code/y.txt", "y");
        assertThat(restore(before, true)).contains("LEFT_ALONE big/file", "LEFT_ALONE code/x.tmp", "DELETE code/y.txt");
        assertThat(project.resolve("big/file")).exists();
        assertThat(project.resolve("code/x.tmp")).exists();
        assertThat(project.resolve("code/y.txt")).doesNotExist();
    }

    @Test
    void filesFoldersAndLinksTakeEachOthersPlaces() throws IOException {
        String before = snapshot();
        Map<String, String> then = state();
        delete("code/model.py");
        delete("code");
        write("code", "a file now");
        delete("train.py");
        write("train.py/inside", "a folder now");
        delete("empty");
        Files.createSymbolicLink(project.resolve("empty"), Path.of("data"));
        delete("latest");
        Files.createDirectory(project.resolve("latest"));
        delete("data/a.csv");
        Files.createSymbolicLink(project.resolve("data/a.csv"), Path.of("../code"));
        Map<String, String> now = state();
        restore(before, true);
        assertThat(state()).isEqualTo(then);
        restore(backups.get(0).snapshot(), false);
        assertThat(state()).isEqualTo(now);
    }

    @Test
    void aFolderThatBecameALinkIsNotFollowed() throws IOException {
        String before = snapshot();
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.csv"), "not yours");
        // Left out of runs, or it would be refused: a link out of the project.
        delete("data/a.csv");
        delete("data");
        delete("latest");
        Files.createSymbolicLink(project.resolve("data"), elsewhere);
        write(".amlignore", "/data\n");
        assertThat(restore(before, true)).contains("LEFT_ALONE data", "LEFT_ALONE data/a.csv");
        assertThat(elsewhere.resolve("a.csv")).hasContent("not yours");

        // Within the project it is a link like others, and the folder takes its place.
        delete("data");
        delete("latest");
        Files.createDirectory(project.resolve("real"));
        write("real/a.csv", "real");
        Files.createSymbolicLink(project.resolve("data"), Path.of("real"));
        restore(before, true);
        assertThat(project.resolve("data")).isDirectory();
        assertThat(Files.isSymbolicLink(project.resolve("data"))).isFalse();
        assertThat(project.resolve("data/a.csv")).hasContent("1,2");
        assertThat(project.resolve("real")).doesNotExist();
    }

    @Test
    void aFolderWithIgnoredFilesDoesNotGoForAFile() throws IOException {
        write("thing", "a file");
        write(".amlignore", "*.tmp\n");
        String before = snapshot();
        delete("thing");
        write("thing/x.tmp", "ignored");
        write("thing/y", "y");
        assertThatThrownBy(() -> restore(before, true))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("move it away");
        assertThat(project.resolve("thing/y")).exists();

        delete("thing/y");
        delete("thing/x.tmp");
        restore(before, true);
        assertThat(project.resolve("thing")).hasContent("a file");
    }

    @Test
    void readOnlyFilesAndFoldersAreRestoredToo() throws IOException {
        mode("code/model.py", "r--r--r--");
        mode("code", "r-xr-xr-x");
        String before = snapshot();
        Map<String, String> then = state();
        mode("code", "rwxr-xr-x");
        delete("code/model.py");
        write("code/model.py", "other");
        write("code/more.py", "more");
        mode("code/model.py", "r--r--r--");
        mode("code", "r-xr-xr-x");
        restore(before, true);
        assertThat(state()).isEqualTo(then);
        mode("code", "rwxr-xr-x");
    }

    @ParameterizedTest
    @ValueSource(strings = {".git/hooks/post-checkout", ".GIT/config", "sub/.git/config", "git~1/config", ".git./x"})
    void aSnapshotNeverReachesIntoGit(String path) throws IOException {
        Files.createDirectories(project.resolve(".git/hooks"));
        String evil = crafted(file(path, "evil"), file("train.py", "print(1)"));
        restore(evil, true);
        assertThat(project.resolve(path)).doesNotExist();
    }

    @Test
    void aSnapshotThatIsNoTreeIsRefused() throws IOException {
        SnapshotFile link = new SnapshotFile("x", SnapshotFile.LINK, 0777, 0, null, "/etc");
        String through = crafted(file("y", "y"), link, file("x/passwd", "evil"));
        assertThatThrownBy(() -> restore(through, true))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("not to be trusted");
        String out = crafted(link, new SnapshotFile("z", SnapshotFile.LINK, 0777, 0, null, "a/../../up"));
        assertThat(restore(out, true)).contains("LEFT_ALONE x", "LEFT_ALONE z");
        assertThat(Files.isSymbolicLink(project.resolve("x"))).isFalse();
    }

    @Test
    void aContentThatIsGoneOrDamagedIsSeenBeforeAnythingHappens() throws IOException {
        String before = snapshot();
        write("train.py", "print(2)");
        write("another", "another");
        Map<String, String> now = state();
        String sha256 = Sha256.of("print(1)");
        Path content = temp.resolve("store/local/default/iris/snapshots/" + sha256.substring(0, 2) + "/" + sha256);
        Files.writeString(content, "print(9)");
        assertThatThrownBy(() -> restore(before, true))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("nothing has been done");
        Files.delete(content);
        assertThatThrownBy(() -> restore(before, true)).isInstanceOf(AmlException.class);
        assertThat(state()).isEqualTo(now);
        assertThat(history.backups().list()).hasSize(1);
    }

    @Test
    void aFileThatAnEditorSavesMeanwhileIsNotOverwritten() throws IOException {
        String before = snapshot();
        write("train.py", "print(2)");
        write("code/model.py", "better");
        assertThatThrownBy(() -> restore(before, true, backup -> {
                    backups.add(backup);
                    write("train.py", "saved meanwhile");
                    return "the undo command";
                }))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("train.py was changed by somebody else")
                .hasMessageContaining("partly restored")
                .hasMessageContaining("the undo command");
        assertThat(project.resolve("train.py")).hasContent("saved meanwhile");
        // The same command goes on, but not over what was saved.
        assertThatThrownBy(() -> restore(before, false)).hasMessageContaining("train.py");
        restore(before, true);
        assertThat(project.resolve("train.py")).hasContent("print(1)");
        restore(backups.get(0).snapshot(), true);
        assertThat(project.resolve("code/model.py")).hasContent("better");
    }

    @Test
    void twoAtOnceAreOneAfterTheOther() throws IOException {
        String before = snapshot();
        write("train.py", "print(2)");
        restore(before, true, backup -> {
            assertThatThrownBy(() -> restore(before, true)).hasMessageContaining("another restore");
            return "";
        });
        assertThat(project.resolve("train.py")).hasContent("print(1)");
    }

    @Test
    void whatAKilledRestoreHasLeftIsRemovedAndItsLinksAreNotFollowed() throws IOException {
        String before = snapshot();
        write("train.py", "print(2)");
        write(".azureml/project.json", "{}");
        write(".azureml/restore/7", "half");
        Path precious = Files.createDirectory(temp.resolve("precious"));
        Files.writeString(precious.resolve("x"), "x");
        Files.createSymbolicLink(project.resolve(".azureml/restore/link"), precious);
        restore(before, true);
        assertThat(project.resolve(".azureml/restore")).doesNotExist();
        assertThat(project.resolve(".azureml/project.json")).exists();
        assertThat(precious.resolve("x")).exists();

        write("train.py", "print(3)");
        delete(".azureml/project.json");
        delete(".azureml");
        Files.createSymbolicLink(project.resolve(".azureml"), precious);
        assertThatThrownBy(() -> restore(before, true)).hasMessageContaining("is a link");
    }

    @Test
    void theHistoryInTheProjectIsNoPartOfIt() throws IOException {
        Path inside = project.resolve("history");
        history = new RunHistory(new FolderStore(inside), new ProjectId("local", "default", "iris"));
        String before = crafted(file("history/evil", "evil"), file("train.py", "print(1)"));
        ProjectRestore restore =
                new ProjectRestore(project, history, history.snapshot(before).orElseThrow(), Set.of(inside));
        restore.carryOut("a test", true, backup -> "");
        assertThat(inside.resolve("evil")).doesNotExist();
        assertThat(project.resolve("code")).doesNotExist();
        assertThat(history.backups().list()).hasSize(2);
    }

    /** Whatever happens to a project, it goes to the snapshot and back, and what is left out of runs stays. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyProjectGoesThereAndBack(long seed) throws IOException {
        Random random = new Random(seed);
        write("outputs/model", "stays");
        for (int round = 0; round < 5; round++) {
            shuffle(random, 12);
            String then = snapshot();
            Map<String, String> ignored = ignored();
            shuffle(random, 12);
            Map<String, String> now = state();

            restore(then, true);
            assertThat(snapshot()).isEqualTo(then);
            assertThat(ignored()).isEqualTo(ignored);
            if (!backups.isEmpty()) {
                restore(backups.get(backups.size() - 1).snapshot(), false);
                backups.clear();
            }
            assertThat(state()).isEqualTo(now);
        }
    }

    private static final List<String> NAMES =
            List.of("a", "b", "A b", "a/x", "a/y", "b/x", "a/x/1", "a/x/2", "b/x/ü", "a-b", "b/x/1/2");

    private void shuffle(Random random, int changes) throws IOException {
        for (int i = 0; i < changes; i++) {
            Path path = project.resolve(NAMES.get(random.nextInt(NAMES.size())));
            for (Path above = path; !above.equals(project); above = above.getParent()) {
                if (Files.exists(above, LinkOption.NOFOLLOW_LINKS)
                        && (above.equals(path) || !Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS))) {
                    RestoreFolder.removeAll(above);
                }
            }
            Files.createDirectories(path.getParent());
            switch (random.nextInt(5)) {
                case 0 -> Files.createDirectory(path);
                case 1 -> Files.createSymbolicLink(path, Path.of("b".repeat(1 + random.nextInt(2))));
                case 2 -> {
                    Files.writeString(path, "content " + random.nextInt(4));
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(random.nextBoolean() ? "r--r--r--" : "rwxr-x---"));
                }
                case 3 -> Files.writeString(path, "content " + random.nextInt(40));
                default -> {}
            }
        }
    }

    private Map<String, String> ignored() throws IOException {
        Map<String, String> ignored = state();
        ignored.keySet().removeIf(path -> !path.startsWith("outputs"));
        return ignored;
    }

    private List<String> plan(String snapshot) throws IOException {
        return words(restoreTo(snapshot).plan());
    }

    private List<String> restore(String snapshot, boolean force) throws IOException {
        return restore(snapshot, force, backup -> {
            backups.add(backup);
            return "undo";
        });
    }

    private List<String> restore(String snapshot, boolean force, Function<Backup, String> undo) throws IOException {
        return words(restoreTo(snapshot).carryOut("a test", force, undo));
    }

    private ProjectRestore restoreTo(String snapshot) throws IOException {
        return new ProjectRestore(project, history, history.snapshot(snapshot).orElseThrow(), Set.of());
    }

    private static List<String> words(List<RestoreStep> steps) {
        assertThat(steps).allSatisfy(step -> assertThat(step.kind() == Kind.LEFT_ALONE)
                .isEqualTo(!step.reason().isEmpty()));
        return steps.stream().map(step -> step.kind() + " " + step.path()).toList();
    }

    /** Of the project as a run would be given it. */
    private String snapshot() throws IOException {
        List<SnapshotFile> files = ProjectContent.read(ProjectTree.scan(project)).files().stream()
                .map(RestoreSnapshot::entry)
                .toList();
        return history.backups().keep(files, project, "a test").snapshot();
    }

    /** Of files that no run was ever given. */
    private String crafted(SnapshotFile... files) throws IOException {
        Path made = Files.createTempDirectory(temp, "made");
        List<SnapshotFile> real = new ArrayList<>();
        for (SnapshotFile file : files) {
            if (file.linkTarget() != null) {
                real.add(file);
                continue;
            }
            Path place = made.resolve(file.path());
            if (!Files.isSymbolicLink(place.getParent())) {
                Files.createDirectories(place.getParent());
                Files.writeString(place, String.valueOf(file.sha256()));
            }
            real.add(new SnapshotFile(
                    file.path(), SnapshotFile.FILE, 0644, file.size(), Sha256.of(String.valueOf(file.sha256())), null));
        }
        return history.backups().keep(real, made, "a test").snapshot();
    }

    /** For {@link #crafted}, which takes the content for the SHA-256. */
    private static SnapshotFile file(String path, String content) {
        return new SnapshotFile(path, SnapshotFile.FILE, 0644, content.length(), content, null);
    }

    /** Everything in the project's folder, also what is no part of the experiment. */
    private Map<String, String> state() throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(project)) {
            for (Path each : walk.toList()) {
                String path = project.relativize(each).toString();
                if (Files.isSymbolicLink(each)) {
                    state.put(path, "-> " + Files.readSymbolicLink(each));
                } else {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                    state.put(path, mode + " " + (Files.isDirectory(each) ? "/" : Files.readString(each)));
                }
            }
        }
        return state;
    }

    private void write(String path, String content) {
        try {
            Path file = project.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String path) throws IOException {
        Files.delete(project.resolve(path));
    }

    private void mode(String path, String mode) throws IOException {
        Files.setPosixFilePermissions(project.resolve(path), PosixFilePermissions.fromString(mode));
    }
}
