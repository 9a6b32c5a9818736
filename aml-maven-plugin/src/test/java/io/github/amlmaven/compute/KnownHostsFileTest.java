package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHostsFileTest {
    @TempDir
    private Path folder;

    @Test
    void linesAreSortedCommentsStayAndNothingIsThereTwice() throws Exception {
        Path file = folder.resolve("known_hosts");
        KnownHostsFile hosts = new KnownHostsFile(file);
        hosts.pin("[vm]:22222", key("one"));
        hosts.pin("gpu", key("two"));
        hosts.pin("gpu", key("two"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .first()
                .asString()
                .startsWith("# The host keys of this project");
        assertThat(KnownHost.read(file)).extracting(KnownHost::hosts).containsExactly("[vm]:22222", "gpu");
        assertThat(hosts.unpin("vm")).isZero();
        assertThat(hosts.unpin("gpu")).isEqualTo(1);
        assertThat(KnownHost.read(file)).extracting(KnownHost::hosts).containsExactly("[vm]:22222");
        assertThat(folder.toFile().list()).containsExactly("known_hosts");
    }

    @Test
    void whatAUserHasWrittenStays() throws Exception {
        Path file = folder.resolve("known_hosts");
        Files.writeString(file, "# mine\n@revoked * ssh-ed25519 AAAA\nvm,10.0.0.1 ssh-rsa AAAA\n");
        KnownHostsFile hosts = new KnownHostsFile(file);
        assertThat(hosts.unpin("vm")).as("it is about another one, too").isZero();
        hosts.pin("vm2", key("one"));
        assertThat(Files.readString(file))
                .startsWith("# mine\n")
                .contains("\n@revoked * ssh-ed25519 AAAA\n", "\nvm,10.0.0.1 ssh-rsa AAAA\n", "\nvm2 ssh-ed25519 ");
    }

    private static HostKeyBlob key(String content) {
        byte[] type = "ssh-ed25519".getBytes(US_ASCII);
        ByteBuffer blob = ByteBuffer.allocate(4 + type.length + 3);
        return new HostKeyBlob(blob.putInt(type.length)
                .put(type)
                .put(content.getBytes(US_ASCII))
                .array());
    }
}
