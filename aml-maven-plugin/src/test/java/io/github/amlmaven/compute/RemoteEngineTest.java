package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine of another computer, and what is said of one that cannot be used. */
@Timeout(60)
class RemoteEngineTest {
    private static final ProjectId PROJECT = new ProjectId("local", "default", "iris");

    @TempDir
    Path temp;

    @Test
    void itIsFoundWithTheUserThere() throws Exception {
        TestSsh.require();
        TestEngine.require();
        SshServer server = TestSsh.shared();
        try (RemoteEngine engine = engine(RemoteTargetTest.login(server))) {
            RemoteEngine.Account account = engine.account();
            assertThat(account.socket()).isEqualTo("/var/run/docker.sock");
            assertThat(account.home()).isEqualTo(server.account().home().toString());
            assertThat(account.uid())
                    .isEqualTo(Files.getAttribute(server.account().home(), "unix:uid"));
            assertThat(engine.share("~/.azureml/share/", PROJECT))
                    .isEqualTo(account.home() + "/.azureml/share/local/default/iris");
            assertThat(engine.share("~", PROJECT)).isEqualTo(account.home() + "/local/default/iris");
            assertThat(engine.share("/mnt/share", PROJECT)).isEqualTo("/mnt/share/local/default/iris");
            assertThat(Path.of(engine.host().substring("unix://".length()))).exists();
        }
    }

    @Test
    void whoMayNotUseItIsToldWhatToDoOnThatComputer() throws Exception {
        TestSsh.requireUsers();
        TestEngine.require();
        SshAccount outsider = TestSsh.account("/bin/bash");
        SshServer.run(List.of("usermod", "-G", "", outsider.name()));
        SshLogin login = login(outsider.name(), TestSsh.knownHosts(TestSsh.shared()));
        DockerTarget.Settings settings =
                new DockerTarget.Settings("vm", TestEngine.PYTHON, true, null, DockerTarget.Hardware.NONE, login);
        try (ComputeTarget target = settings.open(PROJECT, Credentials.NONE)) {
            assertThatThrownBy(target::describe).isInstanceOfSatisfying(AmlException.class, e -> {
                assertThat(e.problem())
                        .isEqualTo(login.address()
                                + " may not use the Docker engine there: permission denied for /var/run/docker.sock");
                assertThat(e.remedy()).endsWith("sudo usermod -aG docker " + outsider.name());
                assertThat(DockerEngine.isAway(e)).isFalse();
            });
        }
    }

    @Test
    void aComputerThatNobodyKnowsIsNotWaitedFor() throws Exception {
        TestSsh.require();
        SshLogin login = login(TestSsh.shared().account().name(), temp.resolve("known_hosts"));
        DockerTarget.Settings settings =
                new DockerTarget.Settings("vm", TestEngine.PYTHON, true, null, DockerTarget.Hardware.NONE, login);
        try (ComputeTarget target = settings.open(PROJECT, Credentials.NONE)) {
            assertThatThrownBy(target::describe).isInstanceOfSatisfying(AmlException.class, e -> {
                assertThat(e.problem()).contains(TestSsh.fingerprint(RemoteDockerTargetContract.server()));
                assertThat(DockerEngine.isAway(e)).isFalse();
            });
        }
    }

    @Test
    void aShareFolderThatCannotBeMadeIsRefusedBeforeTheRun() throws Exception {
        TestSsh.requireUsers();
        try (RemoteEngine engine = engine(RemoteTargetTest.login(TestSsh.shared()))) {
            assertThatThrownBy(() -> engine.check(true, "/root/share", PROJECT))
                    .isInstanceOfSatisfying(AmlException.class, e -> {
                        assertThat(e.problem()).contains("/root/share/local/default/iris");
                        assertThat(e.remedy()).endsWith("nativeSharedDirectory: ~/.azureml/share");
                    });
        }
    }

    private static SshLogin login(String user, Path knownHosts) throws Exception {
        SshServer server = TestSsh.shared();
        return new SshLogin(
                new SshAddress(server.address(), server.port(), user),
                server.key("ed25519").toString(),
                knownHosts);
    }

    private static RemoteEngine engine(SshLogin login) {
        return new RemoteEngine(new RemoteShell(new SshConnection(login, Credentials.NONE)));
    }
}
