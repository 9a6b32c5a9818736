package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is made again from what the history has of it. */
class RerunTest {
    @TempDir
    Path temp;

    private final List<String> heard = new ArrayList<>();
    private Path project;
    private RunHistory history;
    private List<String> inherited = List.of();

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectory(temp.resolve("project"));
        write("aml_config/local.compute", "type: local\n");
        write("aml_config/local.runconfig", """
                ArgumentVector: [train.sh, '0.1']
                Target: local
                Framework: Python
                EnvironmentVariables: {FROM_FILE: file}
                """);
        write("train.sh", "echo \"$@\" $FROM_FILE $TYPED > outputs/said; ls -l data >> outputs/said 2>&1 || true\n");
        history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
    }

    @Test
    void itsCodeArgumentsAndConfigurationAreThoseOfTheOriginal() throws IOException {
        RunRecord original = run(new RunRequest(null, null, List.of("--reg", "two words"), Map.of()));
        write("train.sh", "exit 1\n");
        write("aml_config/local.runconfig", "ArgumentVector: [other.sh]\nTarget: local\nFramework: Python\n");
        RunRecord repeated = rerun(original, null, Map.of());
        assertThat(repeated.number()).isEqualTo(2);
        assertThat(repeated.arguments()).containsExactly("--reg", "two words");
        assertThat(repeated.snapshotId()).isEqualTo(original.snapshotId()).isPresent();
        assertThat(repeated.artifact("outputs/said").sha256())
                .isEqualTo(original.artifact("outputs/said").sha256());
        assertThat(repeated.fields()).containsEntry("rerun_of", original.id().value());
        assertThat(Files.readString(project.resolve("train.sh"))).isEqualTo("exit 1\n");
    }

    @Test
    void theCopyIsTheProjectAsItWasAndGoneAfterwards() throws IOException {
        write("bin/run", "x");
        write("closed/in", "x");
        Files.setPosixFilePermissions(project.resolve("bin/run"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.createSymbolicLink(project.resolve("latest"), Path.of("bin/run"));
        Files.setPosixFilePermissions(project.resolve("closed"), PosixFilePermissions.fromString("r-xr-xr-x"));
        RunRecord original = run(new RunRequest(null, null, null, Map.of()));
        Path folder;
        try (Rerun rerun = Rerun.of(history, original)) {
            folder = rerun.project();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("bin/run"))))
                    .isEqualTo("rwxr-x--x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("closed"))))
                    .isEqualTo("r-xr-xr-x");
            assertThat(Files.readSymbolicLink(folder.resolve("latest"))).isEqualTo(Path.of("bin/run"));
        }
        assertThat(Files.exists(folder, LinkOption.NOFOLLOW_LINKS)).isFalse();
        Files.setPosixFilePermissions(project.resolve("closed"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aVectorThatCallsTheScriptAskedForWithItsOwnIsFilledInAsItWas() throws IOException {
        write(
                "aml_config/local.runconfig",
                "ArgumentVector: [train.sh, -v, $file, x]\nTarget: local\nFramework: Python\n");
        write("iris.sh", "");
        RunRecord original = run(new RunRequest(null, "iris.sh", List.of("0.5"), Map.of()));
        assertThat(original.arguments()).containsExactly("-v", "iris.sh", "0.5");
        assertThat(rerun(original, null, Map.of()).arguments()).containsExactly("-v", "iris.sh", "0.5");
    }

    @Test
    void aTargetThatIsNewerThanTheRunIsTheProjects() throws IOException {
        RunRecord original = run(new RunRequest(null, null, null, Map.of()));
        write("aml_config/other.compute", "type: local\n");
        write(
                "aml_config/other.runconfig",
                "ArgumentVector: [train.sh]\nTarget: other\nFramework: Python\nEnvironmentVariables: {A: b}\n");
        RunRecord repeated = rerun(original, "other", Map.of());
        assertThat(repeated.target()).isEqualTo("other");
        assertThat(repeated.arguments()).containsExactly("0.1");
        assertThat(heard)
                .containsExactly(
                        "aml_config/other.runconfig is the project's: run 1 had none.",
                        "aml_config/other.compute is the project's: run 1 had none.",
                        "run 1 had the variable FROM_FILE, which this run configuration does not set\n-> give it, if"
                                + " the results depend on it: -Daml.env.FROM_FILE=<value>");
        assertThatThrownBy(() -> rerun(original, "nowhere", Map.of()))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("nowhere");
        assertThat(history.newest()).isEqualTo(2);
    }

    @Test
    void variablesWhoseValuesAreNotRecordedAreToBeGivenAgain() throws IOException {
        inherited = List.of("PATH", "AML_NO_SUCH_*");
        RunRecord original = run(new RunRequest(null, null, null, Map.of("TYPED", "1", "FROM_FILE", "typed")));
        assertThat(original.fields())
                .containsEntry("environment_variables", List.of("FROM_FILE", "TYPED"))
                .containsEntry("environment_given", List.of("FROM_FILE", "TYPED"))
                .containsEntry("environment_inherited", List.of("AML_NO_SUCH_*", "PATH"));
        inherited = List.of();
        assertThatThrownBy(() -> rerun(original, null, Map.of("TYPED", "1")))
                .isInstanceOf(AmlException.class)
                .hasMessage("run 1 had environment variables whose values are not recorded: AML_NO_SUCH_*, FROM_FILE,"
                        + " PATH\n-> give them again: -Daml.env.FROM_FILE=<value>"
                        + " -Daml.inheritEnvironment=AML_NO_SUCH_*,PATH (a secret better from your shell:"
                        + " -Daml.inheritEnvironment=FROM_FILE)");
        assertThat(history.newest()).isEqualTo(1);
        inherited = List.of("P*", "AML_NO_SUCH_*");
        RunRecord repeated = rerun(original, null, Map.of("TYPED", "1", "FROM_FILE", "typed"));
        assertThat(repeated.artifact("outputs/said").sha256())
                .isEqualTo(original.artifact("outputs/said").sha256());
    }

    @Test
    void aRunWithoutASnapshotIsRefused() throws IOException {
        Journal journal = new Journal(temp.resolve("journal"));
        JournalEntry entry = journal.begin(history, 0, true);
        history.claim(new RunStart("train.sh", List.of(), "local", "local", new TreeMap<>()), entry);
        assertThatThrownBy(() -> Rerun.of(history, history.find("1")))
                .isInstanceOf(AmlException.class)
                .hasMessage("run 1 cannot be repeated: it ended before a snapshot of the project was kept\n-> run the"
                        + " project as it is: mvn aml:run -Daml.script=train.sh");
    }

    @Test
    void aSnapshotThatIsGoneIsSaidToBe() throws IOException {
        RunRecord original = run(new RunRequest(null, null, null, Map.of()));
        String id = original.snapshotId().orElseThrow();
        Files.delete(temp.resolve("history/local/default/iris/snapshots/" + id + ".json"));
        assertThatThrownBy(() -> Rerun.of(history, original))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("run 1 cannot be repeated: its snapshot " + id + " is gone from " + history);
    }

    @Test
    void aDeletedRunIsRefused() throws IOException {
        RunRecord original = run(new RunRequest(null, null, null, Map.of()));
        history.mark(original, Mark.Kind.DELETE, "", Map.of());
        assertThatThrownBy(() -> Rerun.of(history, history.find("1")))
                .isInstanceOf(AmlException.class)
                .hasMessage("run 1 cannot be repeated: it is deleted\n-> bring it back while it is there:"
                        + " mvn aml:delete -Daml.undo -Daml.run=1");
    }

    @Test
    void theCommitIsThatOfTheOriginal() throws IOException {
        RunRecord original = run(
                new RunRequest(null, null, null, Map.of()),
                new Lineage(null, null, Map.of("git_commit", "abc", "git_dirty", true)));
        assertThat(rerun(original, null, Map.of()).fields())
                .containsEntry("git_commit", "abc")
                .containsEntry("git_dirty", true);
    }

    private RunRecord run(RunRequest request) throws IOException {
        return run(request, Lineage.NONE);
    }

    private RunRecord run(RunRequest request, Lineage lineage) throws IOException {
        return run(project, request, lineage);
    }

    private RunRecord rerun(RunRecord original, String target, Map<String, String> given) throws IOException {
        RunListener listener = new RunListener() {
            @Override
            public void info(String remark) {
                heard.add(remark);
            }

            @Override
            public void warning(String remark) {
                heard.add(remark);
            }
        };
        try (Rerun rerun = Rerun.of(history, original)) {
            return run(rerun.project(), rerun.request(target, project, given, inherited, listener), rerun.lineage());
        }
    }

    private RunRecord run(Path folder, RunRequest request, Lineage lineage) throws IOException {
        RunSettings settings = new RunSettings(
                1_000_000,
                1_000_000,
                null,
                Duration.ofSeconds(1),
                false,
                temp.resolve("runs"),
                inherited,
                Set.of(),
                Credentials.NONE,
                "1");
        Journal journal = new Journal(temp.resolve("journal"));
        try (Interruption interruption = Interruption.listen(() -> {}, Duration.ofSeconds(1))) {
            return new Experiment(folder, history, journal, settings.with(lineage), new RunListener() {})
                    .run(request, interruption)
                    .record();
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
