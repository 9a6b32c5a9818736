package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.Required;
import io.github.amlmaven.RunId;
import io.github.amlmaven.Secret;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import io.github.amlmaven.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");
    private static final RunRequest AS_CONFIGURED = new RunRequest(null, null, null, Map.of());

    @TempDir
    Path temp;

    private Path project;
    private RunHistory history;
    private final List<String> heard = new ArrayList<>();

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(temp.resolve("my pröject"));
        write("aml_config/local.compute", "type: local\n");
        write("aml_config/local.runconfig", "ArgumentVector: [train.sh, 0.1]\nTarget: local\nFramework: Python\n");
        history = new RunHistory(Stores.open("history", temp), PROJECT);
    }

    @Test
    void takesAnExperimentFromItsConfigurationToItsRecord() throws IOException {
        write("train.sh", """
                echo "rate $1"
                echo '{"name": "Loss", "value": 2}' >> "$AZUREML_METRICS_FILE"
                echo '{"name": "Loss", "value": 1}' >> "$AZUREML_METRICS_FILE"
                echo model > outputs/model
                """);

        RunResult result = run(AS_CONFIGURED);

        RunRecord record = result.record();
        assertThat(result.failure()).isNull();
        assertThat(record.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(record.arguments()).containsExactly("0.1");
        assertThat(record.metrics()).isEqualTo(Map.of("Loss", List.of(2L, 1L)));
        assertThat(record.artifacts())
                .extracting(artifact -> artifact.path().value())
                .containsExactly("azureml-logs/control_log.txt", "azureml-logs/driver_log.txt", "outputs/model");
        assertThat(history.find("last").fields()).isEqualTo(record.fields());
        assertThat(heard).containsExactly("claimed 1", "staged");
    }

    @Test
    void neverTouchesTheProjectAndStartsEachRunAfresh() throws IOException {
        write(
                "train.sh",
                "test ! -e left || exit 9; echo x > left; echo changed > data.txt; rm -r aml_config; echo y > outputs/y\n");
        write("data.txt", "original");
        Map<Path, String> before = contents();

        assertThat(run(AS_CONFIGURED).failure()).isNull();
        assertThat(run(AS_CONFIGURED).failure()).isNull();

        assertThat(contents()).isEqualTo(before);
        assertThat(snapshotIds()).hasSize(2).containsOnly(snapshotIds().get(0));
    }

    @Test
    void aClockThatIsWrongMakesNoRunEndBeforeItsStartOrInTheFuture() throws IOException {
        RunSettings usual = settings(1000, null);
        RunSettings shared = new RunSettings(
                usual.projectSizeLimit(),
                usual.outputSizeLimit(),
                usual.timeout(),
                usual.gracePeriod(),
                false,
                usual.runsFolder(),
                List.of(),
                usual.keptFolders(),
                Credentials.NONE,
                "1");
        for (String day : List.of("yesterday", "tomorrow")) {
            write("train.sh", """
                    sh -c 'trap "" TERM
                        while ! test -e azureml-setup/complete; do sleep 0.02; done
                        touch -d %s azureml-setup/complete' > /dev/null 2>&1 &
                    """.formatted(day));

            assertThat(run(AS_CONFIGURED, shared).record().duration().orElseThrow())
                    .isBetween(Duration.ZERO, Duration.ofMinutes(1));
        }
    }

    @Test
    void aFailedScriptKeepsItsOutputsAndShowsItsLastLines() throws IOException {
        write(
                "train.sh",
                "i=0; while [ $i -lt 25 ]; do i=$((i+1)); echo line $i; done; echo half > outputs/half; exit 3\n");

        RunResult result = run(AS_CONFIGURED);

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.failure()).isEqualTo("exit code 3");
        assertThat(result.lastLines()).hasSize(20).startsWith("line 6").endsWith("line 25");
        assertThat(result.record().status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.record().artifact("outputs/half").size()).isEqualTo(5);
    }

    @Test
    void anOutputOverTheLimitStaysInTheRunFolderAndIsNamed() throws IOException {
        write("train.sh", "head -c 1000 /dev/zero > outputs/fits; head -c 1001 /dev/zero > outputs/big\n");

        RunResult result = run(AS_CONFIGURED, settings(1001, null));

        assertThat(result.record().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.record().artifact("outputs/fits").size()).isEqualTo(1000);
        assertThat(result.record().notCollected())
                .extracting(left -> left.path() + " " + left.size())
                .containsExactly("outputs/big 1001");
        assertThat(result.runFolder().resolve("outputs/big")).hasSize(1001);
    }

    @Test
    void whatOpensTheStoreReachesTheScriptAndNothingElse() throws IOException {
        write("train.sh", "test ${#AZURE_STORAGE_KEY} = 8 && echo given > outputs/given\n");
        RunSettings usual = settings(1000, null);
        RunSettings settings = new RunSettings(
                usual.projectSizeLimit(),
                usual.outputSizeLimit(),
                usual.timeout(),
                usual.gracePeriod(),
                usual.ownProcesses(),
                usual.detach(),
                usual.runsFolder(),
                usual.inheritedEnvironment(),
                Map.of("AZURE_STORAGE_KEY", new Secret("CANARY'x")),
                usual.keptFolders(),
                usual.credentials(),
                usual.pluginVersion(),
                usual.lineage());

        RunResult result = run(AS_CONFIGURED, settings);

        assertThat(result.record().artifact("outputs/given").size()).isEqualTo(6);
        assertThat(settings.toString()).doesNotContain("CANARY");
        try (Stream<Path> files = Files.walk(temp)) {
            assertThat(files.filter(file -> Files.isRegularFile(file) && !file.startsWith(project)))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("CANARY"));
        }
    }

    @Test
    void anUntrackedRunLeavesNoRecordAndCollectsNothing() throws IOException {
        write(
                "aml_config/local.runconfig",
                "ArgumentVector: [train.sh]\nTarget: local\nFramework: Python\nTrackedRun: false\n");
        write("train.sh", "echo $AZUREML_TRACKED_RUN > outputs/tracked\n");

        RunResult result = run(AS_CONFIGURED);

        assertThat(result.record()).isNull();
        assertThat(result.runFolder().resolve("outputs/tracked")).hasContent("False");
        assertThat(temp.resolve("history")).doesNotExist();
        assertThat(heard).containsExactly("claimed 0", "staged");
    }

    @Test
    void refusesBeforeAnythingHasHappened() throws IOException {
        write("train.sh", "true\n");
        try (RandomAccessFile big =
                new RandomAccessFile(project.resolve("big.bin").toFile(), "rw")) {
            big.setLength(26_214_400);
        }

        assertThatThrownBy(() -> run(AS_CONFIGURED))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("big.bin");
        Files.delete(project.resolve("big.bin"));
        write(".amlignore", "*.sh\n");
        assertThatThrownBy(() -> run(AS_CONFIGURED))
                .hasMessage("the script train.sh is left out of the run by the rule .amlignore:1: *.sh\n"
                        + "-> let it in with a line '!/train.sh' at the end of .amlignore, or change the rule");
        assertThatThrownBy(() -> run(new RunRequest("no-such", null, null, Map.of())))
                .isInstanceOf(AmlException.class);

        assertThat(temp.resolve("history")).doesNotExist();
        assertThat(temp.resolve("runs")).doesNotExist();
    }

    @Test
    void aRunThatCannotBeStagedIsRecordedAsNeverStartedAndLeavesNoHalfCopy() throws IOException {
        write("train.sh", "true\n");
        write("outputs", "a file where a run keeps its folder");

        assertThatThrownBy(() -> run(AS_CONFIGURED))
                .hasMessageStartingWith("the project has a file, link or folder named 'outputs'")
                .hasMessageContaining("/outputs");

        RunRecord record = history.find("last");
        assertThat(record.status()).isEqualTo(RunStatus.FAILED);
        assertThat(record.reason().orElseThrow().kind().label()).isEqualTo("NeverStarted");
        assertThat(temp.resolve("runs").toFile().list()).isEmpty();
    }

    @Test
    void aScriptThatRuinsTheRunsFoldersIsRecordedAsItEnded() throws IOException {
        write("train.sh", """
                echo kept > outputs/kept
                echo '{"name": "Loss", "value": 2}' >> "$AZUREML_METRICS_FILE"
                rm -r azureml-logs azureml-setup
                mkfifo azureml-setup
                exit 3
                """);

        RunResult result = run(AS_CONFIGURED);

        RunRecord record = result.record();
        assertThat(result.failure()).isEqualTo("exit code 3");
        assertThat(result.lastLines()).isEmpty();
        assertThat(record.status()).isEqualTo(RunStatus.FAILED);
        assertThat(record.artifact("outputs/kept").size()).isEqualTo(5);
        assertThat(record.metrics()).isEmpty();
        assertThat(record.notCollected())
                .extracting(left -> left.path() + " " + left.reason())
                .containsExactly(
                        "azureml-logs/control_log.txt was removed or replaced by the script",
                        "azureml-logs/driver_log.txt was removed or replaced by the script");
    }

    @Test
    void metricsAndLogsThatArePipesAreNotOpened() throws IOException {
        write("train.sh", """
                rm -f azureml-logs/* "$AZUREML_METRICS_FILE"
                mkfifo azureml-logs/driver_log.txt azureml-logs/control_log.txt "$AZUREML_METRICS_FILE"
                exit 1
                """);

        RunResult result = run(AS_CONFIGURED);

        assertThat(result.failure()).isEqualTo("exit code 1");
        assertThat(result.record().warnings())
                .contains("The metrics were not read: the script has replaced or locked their file.");
    }

    @Test
    void keepsOutputsOfAnyNameAndDepth() throws IOException {
        write("train.sh", """
                long=$(printf '%0120d' 0 | tr 0 '\\\\')
                echo x > "outputs/$long"
                d=outputs; i=0
                while [ $i -lt 60 ]; do d=$d/folder; i=$((i+1)); done
                mkdir -p $d; echo y > $d/deep
                echo z > "outputs/$(printf 'line\\nfeed\\033[2J')"
                """);

        RunResult result = run(AS_CONFIGURED);

        assertThat(result.record().status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.record().notCollected()).isEmpty();
        assertThat(result.record().artifacts()).hasSize(5);
    }

    @Test
    void anInterruptionBeforeTheClaimLeavesNoRecord() throws IOException {
        write("train.sh", "true\n");
        RunSettings settings = settings(536_870_912, null);
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            interruption.cancellation().request();

            assertThatThrownBy(() -> new Experiment(project, history, journal(), settings, new RunListener() {})
                            .run(AS_CONFIGURED, interruption))
                    .hasMessage("stopped before the run began; nothing has been recorded\n-> run again: mvn aml:run");
        }
        assertThat(temp.resolve("history")).doesNotExist();
        assertThat(temp.resolve("runs")).doesNotExist();
    }

    @Test
    void tellsOfFilesThatTheScriptWroteOutsideOutputs() throws IOException {
        write("data.txt", "x");
        write(
                "train.sh",
                "mkdir -p deep/__pycache__; echo x > deep/__pycache__/a.pyc; echo m > model.pkl; echo n > deep/n; echo y > data.txt; echo o > outputs/o\n");

        RunResult result = run(AS_CONFIGURED);

        assertThat(result.leftBehind()).containsExactly("deep/n", "model.pkl");
        assertThat(result.runFolder().resolve("model.pkl")).hasContent("m");
    }

    @Test
    void aStoreInTheProjectIsNotCopied() throws IOException {
        write("train.sh", "ls -d hist/store || echo apart\n");
        write("hist/store/big", "x");
        write("hist/other", "x");
        RunSettings settings = settings(512, null, Set.of(project.resolve("hist/store")));

        RunResult result = run(AS_CONFIGURED, settings);

        assertThat(result.runFolder().resolve("hist/store")).doesNotExist();
        assertThat(result.runFolder().resolve("hist/other")).exists();
    }

    @Test
    void recordsTheCommitOnlyOfAProjectThatItsRepositoryKnows() throws Exception {
        write("train.sh", "true\n");
        git(temp, "init", "-q");
        Files.writeString(temp.resolve(".gitignore"), "history/\nruns/\n");
        git(temp, "add", "-A");
        git(temp, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first");

        assertThat(run(AS_CONFIGURED).record().fields())
                .containsEntry("git_dirty", false)
                .containsKey("git_commit");
        write("new.txt", "x");
        assertThat(run(AS_CONFIGURED).record().fields()).containsEntry("git_dirty", true);
        Files.writeString(temp.resolve(".gitignore"), "*\n");
        git(temp, "rm", "-r", "-q", "--cached", ".");
        assertThat(run(AS_CONFIGURED).record().fields()).doesNotContainKeys("git_commit", "git_dirty");
    }

    private static void git(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertThat(git.waitFor()).isZero();
        } catch (IOException e) {
            Required.that(false, "no git here: install it to test what is recorded of a repository");
        }
    }

    @Test
    void stopsAtTheTimeout() throws IOException {
        write("train.sh", "echo half > outputs/half; sleep 600\n");

        RunResult result = run(AS_CONFIGURED, settings(536_870_912, Duration.ofSeconds(1)));

        assertThat(result.failure()).isEqualTo("timed out after 1 s");
        assertThat(result.record().status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.record().artifacts()).extracting(Artifact::size).contains(5L);
    }

    @Test
    void ctrlCStopsTheScriptAndKeepsWhatIsThere() throws Exception {
        write("train.sh", "echo half > outputs/half; echo started; exec sleep 600\n");
        Process maven = interruptible();
        var output = outputAfterStart(maven);
        interrupt(maven);

        assertThat(output.lines().toList()).contains("stopping", "ended: canceled by the user");
        assertThat(maven.waitFor()).isEqualTo(130);
        RunRecord record = history.find("last");
        assertThat(record.status()).isEqualTo(RunStatus.CANCELED);
        assertThat(record.artifact("outputs/half").size()).isEqualTo(5);
    }

    @Test
    @Timeout(60)
    void aSecondCtrlCDoesNotWaitForTheGracePeriod() throws Exception {
        write("train.sh", "trap '' TERM; echo half > outputs/half; echo started; while :; do sleep 0.1; done\n");
        Process maven = interruptible("600");
        var output = outputAfterStart(maven);
        interrupt(maven);
        assertThat(output.readLine()).isEqualTo("stopping");
        assertThat(maven.waitFor(1, TimeUnit.SECONDS)).isFalse();
        interrupt(maven);

        assertThat(output.lines().toList()).contains("ended: canceled by the user");
        assertThat(maven.waitFor()).isEqualTo(130);
        assertThat(history.find("last").artifact("outputs/half").size()).isEqualTo(5);
    }

    /** A process like Maven's, with a grace period of so many seconds. */
    private Process interruptible(String... gracePeriod) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedExperiment.class.getName(),
                project.toString(),
                temp.toString()));
        command.addAll(List.of(gracePeriod));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader outputAfterStart(Process maven) throws IOException {
        BufferedReader output = maven.inputReader();
        String line = output.readLine();
        while (!"started".equals(line)) {
            assertThat(line)
                    .as("the output ended before the script had started")
                    .isNotNull();
            line = output.readLine();
        }
        return output;
    }

    private static void interrupt(Process maven) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(maven.pid())).start().waitFor();
    }

    private RunResult run(RunRequest request) throws IOException {
        return run(request, settings(536_870_912, null));
    }

    private RunResult run(RunRequest request, RunSettings settings) throws IOException {
        RunListener listener = new RunListener() {
            @Override
            public void claimed(RunId run, int number) {
                heard.add("claimed " + number);
            }

            @Override
            public void staged(int files, long bytes) {
                heard.add("staged");
            }
        };
        try (Interruption interruption = Interruption.listen(() -> {}, settings.gracePeriod())) {
            return new Experiment(project, history, journal(), settings, listener).run(request, interruption);
        }
    }

    private Journal journal() {
        return new Journal(temp.resolve("journal"));
    }

    private RunSettings settings(long outputLimit, @Nullable Duration timeout) {
        Set<Path> kept = Set.of(temp.resolve("history"), temp.resolve("runs"));
        return settings(outputLimit, timeout, kept);
    }

    private RunSettings settings(long outputLimit, @Nullable Duration timeout, Set<Path> kept) {
        return new RunSettings(
                26_214_400,
                outputLimit,
                timeout,
                Duration.ofSeconds(10),
                true,
                temp.resolve("runs"),
                List.of(),
                kept,
                Credentials.NONE,
                "1");
    }

    private List<Object> snapshotIds() throws IOException {
        List<Object> ids = new ArrayList<>();
        for (String number : List.of("1", "2")) {
            ids.add(((Map<?, ?>) history.find(number).fields().get("properties")).get("CommitId"));
        }
        return ids;
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                contents.put(file, attributes.lastModifiedTime() + Files.readString(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return contents;
    }

    private void write(String name, String content) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
