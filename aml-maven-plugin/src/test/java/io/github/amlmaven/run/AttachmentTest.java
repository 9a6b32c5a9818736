package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.SshServer;
import io.github.amlmaven.compute.TestSsh;
import io.github.amlmaven.config.ConfigurationCheck;
import io.github.amlmaven.config.TargetDraft;
import io.github.amlmaven.config.TargetFiles;
import io.github.amlmaven.history.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A target is attached, listed and detached, with a real SSH server. */
@Timeout(120)
class AttachmentTest {
    @TempDir
    private Path project;

    private final List<Attachment.HostKey> asked = new ArrayList<>();
    private boolean vouched = true;

    @BeforeEach
    void folder() throws IOException {
        Files.createDirectories(project.resolve("aml_config"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "docker", "localdocker", "remotedocker", "remote", "cluster"})
    void whatIsWrittenHasNeitherMistakesNorWarnings(String type) throws Exception {
        boolean here = type.startsWith("local") || type.equals("docker");
        TargetDraft draft = new TargetDraft(
                "yes", type, here ? null : "0x10.example.org:2222", here ? null : "on", here ? null : "~/.ssh/a \"b\"");
        assertThat(draft.check()).isEmpty();
        assertThat(attachment().write(draft, false))
                .containsExactly("aml_config/yes.compute", "aml_config/yes.runconfig");
        assertThat(TargetFiles.read(project, "yes").type()).isEqualTo(type.equals("localdocker") ? "docker" : type);
        assertThat(ConfigurationCheck.names(project)).contains("yes");
        assertThat(Files.readString(project.resolve("aml_config/yes.runconfig")))
                .contains("Framework: " + (type.equals("cluster") ? "PySpark" : "Python"));
        assertThatThrownBy(() -> attachment().write(draft, false))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("aml_config/yes.compute is there already");
        attachment().write(draft, true);
    }

    @ParameterizedTest
    @CsvSource({
        "remote, vm, -oProxyCommand=x, me, which is no host name",
        "remote, vm, vm, -me, which is no user name",
        "remote, vm, , me, aml.address is missing",
        "remote, vm, vm, , aml.username is missing",
        "remote, ../vm, vm, me, which is no name for a compute target",
        "remote, -vm, vm, me, which is no name for a compute target",
        "remot, vm, vm, me, set -Daml.type=remote",
        "local, vm, vm, me, it has neither address nor user",
        "cluster, vm, c.azurehdinsight.net, me, write its SSH address: c-ssh.azurehdinsight.net"
    })
    void whatIsNoTargetIsRefused(String type, String name, String address, String user, String words) {
        assertThatThrownBy(() -> new TargetDraft(name, type, address, user, null).check())
                .isInstanceOf(AmlException.class)
                .hasMessageContaining(words);
    }

    @Test
    void theWebUserOfAClusterIsHintedAt() {
        assertThat(new TargetDraft("c", "cluster", "c-ssh.azurehdinsight.net", "admin", null).check())
                .extracting(remark -> remark.text())
                .singleElement()
                .asString()
                .contains("the cluster's web user", "sshuser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"remote", "remotedocker", "cluster"})
    void theHostKeyIsAskedForOnceAndTheComputerIsLookedAt(String type) throws Exception {
        SshServer server = write(type);
        vouched = false;
        AmlException refusal = catchThrowableOfType(AmlException.class, () -> examine());
        assertThat(refusal.remedy())
                .endsWith("mvn aml:attach -Daml.target=vm -Daml.acceptHostKey=" + TestSsh.fingerprint(server));
        assertThat(project.resolve("aml_config/known_hosts")).doesNotExist();
        vouched = true;
        List<Check> checks = examine();
        assertThat(asked)
                .hasSize(2)
                .allMatch(key -> key.fingerprint().equals(TestSsh.fingerprint(server))
                        && key.kind().equals("ED25519")
                        && key.host().equals("[127.0.0.1]:" + server.port()));
        assertThat(checks).extracting(Check::subject).contains("host key", "login", "user", "system", "disk", "clock");
        assertThat(checks).noneMatch(check -> check.level() == Check.Level.FAIL);
        assertThat(finding(checks, "user")).startsWith(server.account().name() + ", home folder ");
        if (type.equals("remotedocker")) {
            assertThat(finding(checks, "Docker")).isNotBlank();
        } else {
            assertThat(finding(checks, "Python")).matches("/.*python3?, 3\\..*");
        }
        assertThat(finding(checks, "clock")).isEqualTo("as this computer's");
        examine();
        assertThat(asked).hasSize(2);
        assertThat(Files.readAllLines(project.resolve("aml_config/known_hosts")))
                .hasSize(2);
    }

    @Test
    void targetsAreListedWithTheirState() throws Exception {
        write("remote");
        new Attachment(project, Credentials.NONE, key -> false)
                .write(new TargetDraft("here", "local", null, null, null), false);
        attachment().write(new TargetDraft("gone", "remote", "127.0.0.1:1", "me", null), false);
        Files.writeString(project.resolve("aml_config/bad.compute"), "type: nonsense\n");
        TargetStates states = new TargetStates(project, Credentials.NONE);
        assertThat(states.list(true))
                .extracting(
                        TargetStates.TargetState::name, state -> state.state().split(":", 2)[0])
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("bad", "mistake"),
                        org.assertj.core.groups.Tuple.tuple("gone", "cannot reach me@127.0.0.1"),
                        org.assertj.core.groups.Tuple.tuple("here", "here"),
                        org.assertj.core.groups.Tuple.tuple("vm", "host key unknown"));
        examine();
        assertThat(states.list(true))
                .filteredOn(state -> state.name().equals("vm"))
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.state()).isEqualTo("reachable");
                    assertThat(state.runConfigurations()).containsExactly("vm");
                });
        assertThat(states.list(false))
                .filteredOn(state -> state.name().equals("vm"))
                .singleElement()
                .satisfies(state -> assertThat(state.state()).isEqualTo("not asked"));
    }

    @Test
    void aTargetIsRemovedWithItsHostKeyUnlessItIsNeeded() throws Exception {
        SshServer server = write("remote");
        examine();
        attachment()
                .write(
                        new TargetDraft(
                                "twin",
                                "remotedocker",
                                "127.0.0.1:" + server.port(),
                                server.account().name(),
                                null),
                        false);
        Files.writeString(project.resolve("aml_config/other.runconfig"), "Target: vm\n");
        Detachment detachment =
                new Detachment(project, new ProjectId("a", "b", "c"), new Journal(project.resolve("journal")));
        assertThatThrownBy(() -> detachment.remove("vm", false))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("run configurations name 'vm': other");
        assertThat(detachment.remove("vm", true)).containsExactly("aml_config/vm.compute", "aml_config/vm.runconfig");
        assertThat(Files.readString(project.resolve("aml_config/known_hosts")))
                .contains("[127.0.0.1]:" + server.port());
        assertThat(detachment.remove("twin", false))
                .containsExactly(
                        "aml_config/twin.compute",
                        "aml_config/twin.runconfig",
                        "its host key in aml_config/known_hosts");
        assertThat(Files.readString(project.resolve("aml_config/known_hosts"))).doesNotContain("127.0.0.1");
        assertThat(project.resolve("aml_config/other.runconfig")).exists();
        assertThatThrownBy(() -> detachment.remove("vm", false))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("there is no compute target 'vm'");
    }

    private SshServer write(String type) throws IOException {
        SshServer server = TestSsh.shared();
        TargetDraft draft = new TargetDraft(
                "vm",
                type,
                "127.0.0.1:" + server.port(),
                server.account().name(),
                server.key("ed25519").toString());
        assertThat(draft.check()).isEmpty();
        attachment().write(draft, false);
        return server;
    }

    private List<Check> examine() throws IOException {
        List<Check> checks = new ArrayList<>();
        assertThat(attachment().examine("vm", new Checkup(checks::add))).isTrue();
        return checks;
    }

    private static String finding(List<Check> checks, String subject) {
        return checks.stream()
                .filter(check -> check.subject().equals(subject))
                .map(Check::finding)
                .findFirst()
                .orElseThrow();
    }

    private Attachment attachment() {
        return new Attachment(project, Credentials.NONE, key -> {
            asked.add(key);
            return vouched;
        });
    }
}
