package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ~/.ssh/config} says what it says to OpenSSH, {@code ssh -G} being the judge where it can. */
@Timeout(120)
class SshConfigTest {
    @TempDir
    private Path folder;

    private SshScene scene;

    @BeforeEach
    void scene() throws IOException {
        TestSsh.require();
        scene = new SshScene(folder, TestSsh.shared());
    }

    @Test
    void anEntryOfTheHostLeadsThere() throws Exception {
        scene.known()
                .key("ed25519", "special")
                .config(
                        "Host vm1",
                        "  HostName 127.0.0.1",
                        "  Port " + server().port(),
                        "  IdentityFile ~/.ssh/special");
        try (SshConnection connection = scene.connect("vm1", null, null)) {
            assertThat(SshScene.whoAnswers(connection))
                    .isEqualTo(server().account().name());
        }
    }

    @Test
    void whatTheComputeFileSaysWins() throws Exception {
        scene.config("Host vm1", "User other", "Port 99");
        assertThat(stop(new SshAddress("vm1", 77, "me"))).hasToString("me@vm1:77");
        assertThat(stop(new SshAddress("vm1", null, "me"))).hasToString("me@vm1:99");
    }

    @Test
    void itIsReadAsOpenSshReadsIt() throws Exception {
        Files.createDirectories(scene.home.resolve(".ssh/conf.d"));
        Files.writeString(scene.home.resolve(".ssh/conf.d/a.conf"), "Host vm9\nPort 901\n");
        Files.writeString(scene.home.resolve(".ssh/conf.d/b.conf"), "Host vm?\nPort 902\nHostKeyAlias nine\n");
        scene.config(
                "# a comment",
                "Include conf.d/*.conf",
                "IdentitiesOnly=yes",
                "Host vm1 vm2",
                "\tHostName = \"%h.example.com\"",
                "  port 2201 # nothing",
                "Host *.example.org !bad.example.org",
                "  User stars",
                "  Port 2202",
                "Host !vm1 *",
                "  User all",
                "  IdentityFile ~/.ssh/%r_at_%h",
                "Match originalhost vm1 host vm1.example.com",
                "  User matched",
                "Match !host vm*",
                "  Port 2299",
                "Match user nobody",
                "  Port 1",
                "Match all",
                "  IdentityFile ~/.ssh/last",
                "Host VM3",
                "  HostName Third.Example.com",
                "Host vm1",
                "  HostName toolate");
        for (String host : List.of("vm1", "vm2", "vm9", "a.example.org", "bad.example.org", "elsewhere")) {
            List<String> judge = judge(host);
            SshConfig config = SshConfig.of(scene.user(), host);
            assertThat(judge).as(host).contains("port " + or(config.value("port"), "22"));
            assertThat(judge)
                    .as(host)
                    .contains("hostname "
                            + or(config.value("hostname"), host)
                                    .replace("%h", host)
                                    .toLowerCase(java.util.Locale.ROOT));
            if (config.value("user") != null) {
                assertThat(judge).as(host).contains("user " + config.value("user"));
            }
            assertThat(judge.stream()
                            .filter(line -> line.startsWith("identityfile "))
                            .toList())
                    .as(host)
                    .hasSameSizeAs(config.identityFiles());
        }
    }

    @Test
    void aHostIsFoundHoweverItsLettersAreWritten() throws Exception {
        // In a .compute file an address has no capital letters.
        scene.config("Host VM3", "HostName Third.Example.com");
        assertThat(stop(SshAddress.of("Vm3", "me"))).hasToString("me@third.example.com");
    }

    @Test
    void severalComputersAreGoneThroughEachWithItsOwnKeyCheck() throws Exception {
        try (SshServer first = TestSsh.start();
                SshServer second = TestSsh.start()) {
            String user = first.account().name();
            scene.key("ed25519", "id_ed25519")
                    .config(
                            "Host inner",
                            "HostName 127.0.0.1",
                            "Port " + server().port(),
                            "ProxyJump " + user + "@outer," + user + "@127.0.0.1:" + second.port(),
                            "Host outer",
                            "HostName 127.0.0.1",
                            "Port " + first.port());
            Files.writeString(scene.project, known(server()) + known(first) + known(second));
            try (SshConnection connection = scene.connect("inner", null, null)) {
                assertThat(SshScene.whoAnswers(connection)).isEqualTo(user);
                byte[] big = new byte[3 << 20];
                new Random(1).nextBytes(big);
                Path file = Files.createTempFile(server().account().home(), "big", "");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
                connection.call("sending", new RemoteCall("take.sh", file.toString()).with(out -> out.write(big)));
                assertThat(Files.readAllBytes(file)).isEqualTo(big);
                byte[] back = connection.call(
                        "fetching", new RemoteCall("give.sh", file.toString()), InputStream::readAllBytes);
                assertThat(back).isEqualTo(big);
                Files.delete(file);
            }
            assertThat(first.log()).contains("Accepted publickey for " + user);
            assertThat(second.log()).contains("Accepted publickey for " + user);
            for (SshServer unknown : List.of(first, second, server())) {
                Files.writeString(
                        scene.project, (known(server()) + known(first) + known(second)).replace(known(unknown), ""));
                assertThat(refusal("inner").problem())
                        .contains("the host key of [127.0.0.1]:" + unknown.port() + " is unknown");
            }
        }
    }

    @Test
    void nothingIsRunToKnowTheWay() throws Exception {
        Path canary = folder.resolve("canary");
        scene.config(
                "Host vm1", "ProxyCommand touch " + canary, "Match host vm2 exec \"touch " + canary + "\"", "Port 3");
        AmlException proxy = refusal("vm1");
        assertThat(proxy.problem())
                .isEqualTo(
                        "~/.ssh/config, line 2: ProxyCommand decides how vm1 is reached, and no command is run for that");
        assertThat(proxy.remedy()).contains("ProxyJump");
        assertThat(refusal("vm2").problem()).contains("~/.ssh/config, line 3: Match exec decides how vm2 is reached");
        assertThat(canary).doesNotExist();
    }

    @Test
    void whatOneMatchOfACommandDoesNotDecideIsNoObstacle() throws Exception {
        scene.config(
                "Host vm1",
                "Port 5",
                "ProxyCommand none",
                "Match exec \"false\"",
                "ForwardAgent yes",
                "Port 6",
                "Match host other exec \"false\"",
                "HostName nowhere");
        assertThat(stop(new SshAddress("vm1", null, "me"))).hasToString("me@vm1:5");
    }

    @Test
    void computersThatLeadToOneAnotherAreTold() throws Exception {
        scene.config("Host a", "ProxyJump b", "Host b", "ProxyJump a");
        assertThat(refusal("a").problem()).contains("ProxyJump leads through more than 8 computers");
    }

    private SshServer server() {
        return scene.server;
    }

    private AmlException refusal(String host) {
        try (SshConnection connection = scene.connect(host, null, null)) {
            AmlException refusal = catchThrowableOfType(AmlException.class, () -> SshScene.whoAnswers(connection));
            assertThat(refusal).isNotNull();
            assertThat(SshConnection.isAway(refusal)).isFalse();
            return refusal;
        }
    }

    private SshRoute.Stop stop(SshAddress address) {
        List<SshRoute.Stop> stops = SshRoute.to(new SshLogin(address, null, scene.project), scene.user())
                .stops();
        assertThat(stops).hasSize(1);
        return stops.get(0);
    }

    /** What {@code ssh} itself makes of it. */
    private List<String> judge(String host) throws Exception {
        // It knows its user's home from the list of users alone: the file is named, and what it includes with whole
        // paths.
        Path config = folder.resolve("judged");
        Files.writeString(
                config,
                Files.readString(scene.home.resolve(".ssh/config"))
                        .replace("Include ", "Include " + scene.home.resolve(".ssh") + "/"));
        Process ssh = new ProcessBuilder("ssh", "-G", "-F", config.toString(), host).start();
        List<String> lines = ssh.inputReader().lines().toList();
        assertThat(ssh.waitFor()).isZero();
        return lines;
    }

    private static String known(SshServer server) throws IOException {
        return Files.readString(TestSsh.knownHosts(server));
    }

    private static String or(@org.jspecify.annotations.Nullable String value, String other) {
        return value == null ? other : value;
    }
}
