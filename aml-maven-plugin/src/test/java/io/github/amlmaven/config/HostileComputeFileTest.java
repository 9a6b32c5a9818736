package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.RemoteTarget;
import io.github.amlmaven.compute.SshAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no host and no user never becomes one. */
class HostileComputeFileTest {
    private static final int COUNT = 500;
    private static final List<String> PARTS = List.of(
            "-oProxyCommand=x",
            "-",
            "$(x)",
            "`x`",
            ";",
            "|",
            "&",
            "\\n",
            "'",
            "\\\"",
            " ",
            "\\t",
            "@",
            "/",
            "\\\\",
            "%",
            "*",
            "?",
            "~",
            "..",
            "vm",
            "a.b",
            ":22",
            ":",
            "[",
            "]",
            "::1",
            "\\u0000",
            "\\u202e",
            "ä",
            "#",
            "=",
            ",",
            "!",
            "ssh://");

    @TempDir
    Path folder;

    @Test
    void fiveHundredNamesAreRefusedOrPlain() throws Exception {
        Random random = new Random(6);
        Files.createDirectories(folder.resolve("aml_config"));
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            StringBuilder word = new StringBuilder();
            for (int parts = random.nextInt(4) + 1; parts > 0; parts--) {
                word.append(PARTS.get(random.nextInt(PARTS.size())));
            }
            boolean host = random.nextBoolean();
            Files.writeString(
                    folder.resolve("aml_config/x.compute"),
                    "type: remote\naddress: \"" + (host ? word : "vm") + "\"\nusername: \"" + (host ? "me" : word)
                            + "\"\n");
            Findings findings = new Findings();
            ComputeFile file = ComputeFile.read(folder, "x", findings);
            try {
                findings.refuse();
            } catch (io.github.amlmaven.AmlException e) {
                refused++;
                continue;
            }
            SshAddress address =
                    ((RemoteTarget.Settings) file.settings()).login().address();
            assertThat(address.host()).as("%s", word).matches("[a-z0-9_][a-z0-9._-]*|[0-9a-f:.]+");
            assertThat(address.user()).as("%s", word).matches("[A-Za-z0-9._][A-Za-z0-9._-]*");
        }
        assertThat(refused).isGreaterThan(COUNT / 2);
    }
}
