package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshKeyMakerTest {
    @TempDir
    private Path folder;

    @Test
    void theKeyOpensTheDoorOnceItsPublicKeyIsThere() throws Exception {
        try (SshServer server = TestSsh.start()) {
            SshScene scene = new SshScene(folder, server).known();
            String key = SshKeyMaker.make(scene.user(), "aml_vm");
            Path file = scene.home.resolve(".ssh/aml_vm");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(key).startsWith("ssh-ed25519 AAAA").endsWith(" aml_vm of somebody");
            Process judge = new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString()).start();
            assertThat(judge.inputReader().readLine()).startsWith(key.substring(0, key.indexOf(" aml_vm")));
            assertThat(judge.waitFor()).isZero();
            assertThat(Files.readString(scene.home.resolve(".ssh/aml_vm.pub"))).isEqualTo(key + "\n");

            Path settings = server.folder.resolve("sshd_config");
            Path authorized = Files.writeString(server.folder.resolve("authorized_new"), key + "\n");
            Files.setPosixFilePermissions(server.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.writeString(settings, "AuthorizedKeysFile " + authorized + "\n" + Files.readString(settings));
            server.kill();
            server.startAgain();
            try (SshConnection connection = scene.connect("~/.ssh/aml_vm")) {
                assertThat(SshScene.whoAnswers(connection))
                        .isEqualTo(server.account().name());
            }
        }
    }

    @Test
    void aKeyThatIsThereIsTakenAndNeverWrittenOver() throws Exception {
        SshUser user = new SshUser("somebody", folder, folder, null);
        String key = SshKeyMaker.make(user, "aml_vm");
        byte[] before = Files.readAllBytes(folder.resolve(".ssh/aml_vm"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(".ssh"))))
                .isEqualTo("rwx------");
        assertThat(SshKeyMaker.make(user, "aml_vm")).isEqualTo(key);
        assertThat(Files.readAllBytes(folder.resolve(".ssh/aml_vm"))).isEqualTo(before);
        Files.delete(folder.resolve(".ssh/aml_vm.pub"));
        assertThatThrownBy(() -> SshKeyMaker.make(user, "aml_vm"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("ssh-keygen -y -f ~/.ssh/aml_vm > ~/.ssh/aml_vm.pub");
        assertThat(Files.readAllBytes(folder.resolve(".ssh/aml_vm"))).isEqualTo(before);
    }
}
