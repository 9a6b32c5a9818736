package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The way of a project to a driver in the cluster and of its outputs back, over a real SSH server. YARN, HDFS and {@code
 * spark-submit} are stand-ins here, as real ones take minutes: those are in {@link ClusterOnYarnTest}.
 */
class ClusterDriverTest extends TargetRuns {
    private SshAccount account;

    @BeforeAll
    static void requireServer() {
        TestSsh.requireUsers();
    }

    @BeforeEach
    void newAccount() throws Exception {
        account = TestSsh.account("/bin/sh");
    }

    private ComputeTarget open() {
        try {
            SshServer server = TestSsh.shared();
            SshLogin login = new SshLogin(
                    new SshAddress(server.address(), server.port(), account.name()),
                    server.key("ed25519").toString(),
                    TestSsh.knownHosts(server));
            Path standIn = Path.of("../src/it/spark/stand-in").toAbsolutePath().normalize();
            Path submit = TestSpark.lend(standIn, account).resolve("spark-submit");
            return new ClusterTarget.Settings(
                            "hdi",
                            login,
                            null,
                            true,
                            new ClusterTarget.Submission("yarn", true, submit.toString(), null))
                    .open(PROJECT, Credentials.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Prepared prepare(String script, String... arguments) throws IOException {
        RunDirectory directory = prepareEmpty();
        Files.writeString(directory.root().resolve("spark.py"), script);
        Files.writeString(directory.root().resolve("mine.py"), "word = 'mine'\n");
        directory.addRunFolders();
        Job job = new Job(
                directory.root(),
                "spark.py",
                List.of(arguments),
                new Job.Environment(Map.of("USERS_OWN", "a\\nb\\ \n'$HOME'"), List.of(), true),
                new Requirements("hdi", true, null, SparkPackages.NONE),
                limits());
        return new Prepared(job, directory);
    }

    @Test
    void whatTheDriverWritesComesBackAndWhatItIsGivenHasArrived() throws Exception {
        ComputeTarget target = open();
        Result result = prepare("""
                from azureml.logging import get_azureml_logger
                import mine
                print(sys.argv[1:], repr(os.environ["USERS_OWN"]), mine.word, "AML_RUN_MARK" in os.environ)
                open("outputs/a", "w").write("in the cluster")
                open(os.environ["AZUREML_UPLOADS_DIRECTORY"] + "/b", "w").write("uploaded")
                get_azureml_logger().log("Accuracy", 0.5)
                run = os.environ["MLFLOW_TRACKING_URI"][len("file://"):] + "/0/ab"
                os.makedirs(run + "/metrics")
                open(run + "/meta.yaml", "w").write("start_time: 1")
                open(run + "/metrics/loss", "w").write("1 0.25 0")
                print(os.getcwd())
                """, "two words", "$HOME", "").run(target, new Cancellation());

        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
        assertThat(result.console())
                .contains("['two words', '$HOME', ''] \"a\\\\nb\\\\ \\n'$HOME'\" mine False\n")
                .contains(account.home() + "/yarn/container/run\n");
        assertThat(result.directory().outputs().resolve("a")).hasContent("in the cluster");
        assertThat(result.directory().uploads().resolve("b")).hasContent("uploaded");
        assertThat(result.directory().metrics()).content().contains("\"Accuracy\", \"value\": 0.5");
        assertThat(MlflowResults.of(result.directory(), 1000).metrics()).containsEntry("loss", 0.25);
        assertThat(target.outcome(result.directory()))
                .containsEntry("application_id", "application_1_0001")
                .containsEntry("application_state", "FINISHED")
                .containsEntry("application_final_status", "SUCCEEDED")
                .containsEntry("application_tracking_url", "http://stand-in/proxy/application_1_0001/");
        assertThat(hdfs().list()).hasSize(1);
        target.release(result.directory());
        assertThat(hdfs().list()).isEmpty();
        assertThat(account.home().resolve(".azureml/azureml_runs")).isEmptyDirectory();
    }

    private File hdfs() {
        return account.home()
                .resolve("hdfs/user/" + account.name() + "/.azureml")
                .toFile();
    }

    @Test
    void theExitCodeIsThatOfTheScriptAndNotOfSparkSubmit() throws Exception {
        Result result =
                prepare("open('outputs/a', 'w').write('half')\nsys.exit(3)\n").run(open(), new Cancellation());
        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 3));
        assertThat(result.directory().outputs().resolve("a")).hasContent("half");
    }

    @Test
    void theLogsOfYarnAreShownWhenTheDriverHasSavedNothing() throws Exception {
        Result result = prepare("import time\nprint('so far')\ntime.sleep(1)\nos.kill(os.getppid(), 9)\n")
                .run(open(), new Cancellation());
        assertThat(result.status()).as(result.console()).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 1));
        assertThat(result.directory().controlLog()).content().contains("The driver has saved nothing");
        assertThat(result.console()).contains("so far");
    }

    @Test
    void aCancelledApplicationIsKilledAlsoWhenItsIdIsNowhereToBeSeen() throws Exception {
        Prepared prepared = prepare("import time\nprint('begun', flush=True)\ntime.sleep(600)\n");
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> prepared.run(open(), cancellation));
        new SparkRun(prepared.job(), prepared.directory()).awaitLine("(state: RUNNING)");
        RemoteRun run = new RemoteRun(
                new RemoteShell(new SshConnection(RemoteTargetTest.login(TestSsh.shared()), Credentials.NONE)),
                prepared.directory());
        Files.writeString(Path.of(run.root(account.home().toString()), "azureml-logs/driver_log.txt"), "");
        cancellation.request();

        Result result = running.get(60, TimeUnit.SECONDS);
        assertThat(result.status().cause()).isEqualTo(ExitStatus.Cause.CANCELED);
        assertThat(account.home().resolve("yarn/calls"))
                .content()
                .contains(
                        "application -list -appStates ALL -appTags aml-" + new Supervisor(prepared.directory()).mark())
                .contains("application -kill application_1_0001");
        assertThat(open().outcome(prepared.directory())).containsEntry("application_state", "KILLED");
    }
}
