package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Run folders on another computer, which has those of other projects, and things of other people, in the same place. */
@Timeout(60)
class RemoteLeftoversTest {
    private static final String MARK = "12345678-1234-1234-1234-123456789012";
    private static final String NAME = "_1500000000001-12345678";

    private final ProjectId project = new ProjectId("local", "default", "left" + System.nanoTime());
    private RemoteShell shell;
    private Path runs;

    @BeforeEach
    void connect() throws IOException {
        TestSsh.require();
        shell = new RemoteShell(new SshConnection(RemoteTargetTest.login(TestSsh.shared()), Credentials.NONE));
        runs = Files.createDirectories(TestSsh.shared().account().home().resolve(".azureml/azureml_runs"));
    }

    @AfterEach
    void disconnect() {
        shell.close();
    }

    @Test
    void onlyFoldersOfTheProjectsRunsAreSeenAndOnlyTheOneThatIsMeantGoes() throws Exception {
        Path folder = folder(project.project() + NAME);
        Path second = folder(project.project() + "_1500000000002-12345679");
        List<Path> others = List.of(
                folder(project.project() + "-two" + NAME),
                folder("x" + project.project() + NAME),
                folder(project.project() + "_1500000000001"),
                folder(project.project() + "_notes"),
                folder(".part-" + project.project() + NAME));
        RemoteLeftovers leftovers = new RemoteLeftovers(shell, project);

        List<Leftover> found = leftovers.list();

        assertThat(found)
                .extracting(Leftover::name)
                .containsExactly(
                        leftovers.place() + "/" + folder.getFileName(), leftovers.place() + "/" + second.getFileName());
        Leftover.RemoteFolder first = (Leftover.RemoteFolder) found.get(0);
        assertThat(first.run().value()).isEqualTo(project.project() + "_1500000000001");
        assertThat(first.busy()).isFalse();
        assertThat(first.bytes()).isGreaterThan(50_000);
        assertThat(first.since())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(1)),
                        Instant.now().plusSeconds(1));

        leftovers.remove(first);

        assertThat(folder).doesNotExist();
        assertThat(leftovers.again(first)).isEmpty();
        assertThat(second).isDirectory();
        assertThat(others).allSatisfy(other -> assertThat(other).isDirectory());
        leftovers.remove(found.get(1));
    }

    @Test
    void oneWhoseRunGoesOnIsBusyAndStays() throws Exception {
        Path folder = folder(project.project() + NAME);
        ProcessBuilder script = new ProcessBuilder("sleep", "60");
        script.environment().put("AML_RUN_MARK", MARK);
        if (TestSsh.ROOT) {
            String user = TestSsh.shared().account().name();
            script.command("setpriv", "--reuid", user, "--regid", user, "--clear-groups", "sleep", "60");
        }
        Process running = script.start();
        try {
            RemoteLeftovers leftovers = new RemoteLeftovers(shell, project);
            RemoteDockerTargetContract.await(
                    () -> ((Leftover.RemoteFolder) leftovers.list().get(0)).busy());
            assertThatThrownBy(() -> leftovers.remove(leftovers.list().get(0)))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("a process of the run goes on");
            assertThat(folder).isDirectory();
        } finally {
            running.destroyForcibly().waitFor();
        }
        new RemoteLeftovers(shell, project)
                .remove(new RemoteLeftovers(shell, project).list().get(0));
        assertThat(folder).doesNotExist();
    }

    private Path folder(String name) throws IOException, InterruptedException {
        Path folder = runs.resolve(name);
        Files.createDirectories(folder.resolve("azureml-run/outputs"));
        Files.write(folder.resolve("azureml-run/outputs/data"), new byte[60_000]);
        TestSsh.giveHome();
        return folder;
    }
}
