package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The Python environments of a head node, over a real SSH server. A conda that could be had here there is none: the one of
 * these tests is the stand-in of the Docker tests, which does the least that a real one would.
 */
class ClusterEnvironmentTest extends TargetRuns {
    private SshAccount account;

    @BeforeAll
    static void requireServer() {
        TestSsh.requireUsers();
    }

    @BeforeEach
    void newAccount() throws Exception {
        account = TestSsh.account("/bin/sh");
    }

    private ComputeTarget open(boolean userManaged) throws IOException {
        SshServer server = TestSsh.shared();
        SshLogin login = new SshLogin(
                new SshAddress(server.address(), server.port(), account.name()),
                server.key("ed25519").toString(),
                TestSsh.knownHosts(server));
        return new ClusterTarget.Settings(
                        "hdi", login, null, userManaged, new ClusterTarget.Submission("local[2]", true, submit(), null))
                .open(PROJECT, Credentials.NONE);
    }

    private static String submit() {
        return "spark-submit";
    }

    private Job job(RunDirectory directory, boolean mayPrepare, String... conda) throws IOException {
        Files.writeString(
                directory.root().resolve("prefix.py"), "import sys\nprint(sys.prefix)\nopen('outputs/done', 'w')\n");
        directory.addRunFolders();
        return new Job(
                directory.root(),
                "prefix.py",
                List.of(),
                new Job.Environment(Map.of(), List.of(), true),
                new Requirements(
                        "cluster",
                        mayPrepare,
                        new Requirements.PythonPackages(
                                "aml_config/conda_dependencies.yml", List.of(), List.of(conda), List.of()),
                        null),
                limits());
    }

    private static String prepare(ComputeTarget target, Job job) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        assertThat(target.prepare(job, log, new Cancellation())).containsOnlyKeys("environment");
        return log.toString(StandardCharsets.UTF_8);
    }

    private void installStandIn() throws IOException {
        String text = Files.readString(Path.of("../src/it/docker/stand-in/conda"));
        install(text.replace("/opt/conda/calls", account.home() + "/calls"));
    }

    private void install(String conda) throws IOException {
        Path program = account.home().resolve("miniconda3/bin/conda");
        Files.createDirectories(program.getParent());
        Files.writeString(program, conda);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path folder = program.getParent(); !folder.equals(account.home()); folder = parent(folder)) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static Path parent(Path folder) {
        @Nullable Path parent = folder.getParent();
        assertThat(parent).isNotNull();
        return parent;
    }

    @Test
    void whereOnlyPythonIsAskedForVenvMakesItOnceAndTheScriptRunsInIt() throws IOException {
        RunDirectory directory = prepareEmpty();
        Job job = job(directory, true, "python");
        ComputeTarget target = open(false);
        target.check(job);
        String said = prepare(target, job);
        assertThat(said).startsWith("Building the environment azureml_").endsWith("Your environment is now ready\n");

        Result result = new Prepared(job, directory).run(target, new Cancellation());
        assertThat(result.status().succeeded()).as(result.console()).isTrue();
        assertThat(result.console()).startsWith(account.home() + "/.azureml/envs/azureml_");
        assertThat(directory.outputs().resolve("done")).exists();
        assertThat(prepare(open(false), job)).isEmpty();
    }

    @Test
    void whatOnlyCondaCanInstallIsRefusedWhereThereIsNone() throws IOException {
        Job job = job(prepareEmpty(), true, "python", "scikit-learn");
        assertThatThrownBy(() -> prepare(open(false), job))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("only conda can install scikit-learn, and it has no conda")
                .hasMessageContaining("userManagedEnvironment: true and pythonLocation:");
        assertThat(open(true).prepare(job, new ByteArrayOutputStream(), new Cancellation()))
                .isEmpty();
    }

    @Test
    void condaMakesTheEnvironmentWhereThereIsOne() throws IOException {
        installStandIn();
        RunDirectory directory = prepareEmpty();
        Job job = job(directory, true, "python", "scikit-learn");
        ComputeTarget target = open(false);
        assertThat(prepare(target, job)).contains("Solving environment: done");
        assertThat(account.home().resolve("calls")).content().startsWith("conda env create -p " + account.home());

        Result result = new Prepared(job, directory).run(target, new Cancellation());
        assertThat(result.status().succeeded()).as(result.console()).isTrue();
        assertThat(result.console()).startsWith(account.home() + "/.azureml/envs/azureml_");
        assertThatThrownBy(() -> prepare(open(false), job(prepareEmpty(), true, "no-such-package")))
                .hasMessageContaining("ended with exit code 1; its last lines:")
                .hasMessageContaining("ResolvePackageNotFound");
    }

    @Test
    void aPreparationThatIsStoppedLeavesNothingAtWork() throws Exception {
        String seconds = "600." + System.nanoTime();
        install("#!/bin/sh\necho at work\nsleep " + seconds + "\n");
        Job job = job(prepareEmpty(), true, "python", "scikit-learn");
        Cancellation cancellation = new Cancellation();
        OutputStream log = new OutputStream() {
            private final StringBuilder said = new StringBuilder();

            @Override
            public void write(int b) {
                if (said.append((char) b).indexOf("at work") >= 0) {
                    cancellation.request();
                }
            }
        };
        assertThatThrownBy(() -> open(false).prepare(job, log, cancellation))
                .hasMessageContaining("stopped while the environment was prepared");
        Path environments = account.home().resolve(".azureml/envs");
        for (int tries = 0; tries < 100 && isAtWork(seconds, environments); tries++) {
            Thread.sleep(100);
        }
        assertThat(isAtWork(seconds, environments)).isFalse();
    }

    private static boolean isAtWork(String seconds, Path environments) throws IOException {
        try (Stream<Path> files = Files.list(environments)) {
            return files.anyMatch(file -> file.toString().endsWith(".lock"))
                    || ProcessHandle.allProcesses()
                            .anyMatch(process ->
                                    process.info().commandLine().orElse("").contains(seconds));
        }
    }

    @Test
    void whatIsNotPreparedAndMayNotBeIsRefusedBeforeTheRun() throws IOException {
        Job job = job(prepareEmpty(), false, "python");
        assertThatThrownBy(() -> open(false).check(job))
                .hasMessageContaining("PrepareEnvironment is false, and the environment that aml_config/conda_dep")
                .hasMessageContaining("mvn aml:prepare -Daml.target=cluster");
    }

    @Test
    void theEnvironmentTravelsToYarnAsAnArchive() throws IOException {
        RunDirectory directory = prepareEmpty();
        Job plain = job(directory, true, "python");
        Job job = new Job(
                plain.project(),
                plain.script(),
                List.of(),
                plain.environment(),
                new Requirements("cluster", true, plain.requirements().python(), SparkPackages.NONE),
                limits());
        ClusterTarget.Submission submission = new ClusterTarget.Submission("yarn", true, submit(), null);
        RemoteShell shell = new RemoteShell(new SshConnection(
                new SshLogin(
                        new SshAddress("127.0.0.1", TestSsh.shared().port(), account.name()),
                        TestSsh.shared().key("ed25519").toString(),
                        TestSsh.knownHosts(TestSsh.shared())),
                Credentials.NONE));
        ClusterEnvironment.Prepared prepared = ClusterEnvironment.of(
                        shell, job, new ClusterTarget.Settings("hdi", null, null, false, submission))
                .orElseThrow()
                .prepare(new ByteArrayOutputStream(), new Cancellation());

        Path archive = Path.of(prepared.prefix() + ".tar.gz");
        assertThat(archive).exists();
        assertThat(new ClusterCommand(job, submission, "python3", prepared)
                        .options("iris_1", "aml-1", "/home/u/run/azureml-run"))
                .containsSequence("--conf", "spark.pyspark.python=./environment/bin/python")
                .containsSequence(
                        "--archives", "/home/u/run/azureml-run.tar.gz#azureml-run," + archive + "#environment");
        shell.close();
    }
}
