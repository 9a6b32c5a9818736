package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a shell would take for a command arrives as it is, and runs nothing. */
@Timeout(300)
class HostileWordsTest {
    static final int COUNT = 500;

    private static final List<String> PARTS = List.of(
            "$(%)",
            "`%`",
            "; % ;",
            "| %",
            "& % &",
            "\n%\n",
            "'; %; '",
            "\"; %; \"",
            "${IFS}%",
            "<(%)",
            "> %",
            "\\",
            "\\n",
            "\\0",
            "\\c",
            "%%s",
            "-",
            "--",
            "-o ProxyCommand=%",
            "~",
            "*",
            "?",
            "!",
            "\t",
            " ",
            "'",
            "\"",
            "$",
            "#",
            "\r",
            "\u0001",
            "\u001b[0m",
            "ä",
            "\ud83d\ude00",
            "\\\n",
            "$'\\n'",
            "{a,b}",
            "[x]",
            "=",
            ":",
            "@",
            "\\x41",
            "\\101",
            "EOF\n");

    @TempDir
    private Path folder;

    /** Always the same ones. */
    static List<String> words(String command) {
        Random random = new Random(6);
        List<String> words =
                new ArrayList<>(List.of("", "\n", "\n\n", "\\", "\\\\", "a\\", "\\n\n", "x".repeat(100_000)));
        PARTS.forEach(part -> words.add(part.replace("%", command)));
        while (words.size() < COUNT) {
            StringBuilder word = new StringBuilder();
            for (int i = random.nextInt(5) + 1; i > 0; i--) {
                word.append(PARTS.get(random.nextInt(PARTS.size())).replace("%", command));
            }
            words.add(word.toString());
        }
        return words;
    }

    @Test
    void theyArriveByteForByteWhateverTheLoginShell() throws Exception {
        TestSsh.requireUsers();
        SshServer server = TestSsh.shared();
        SshScene scene = new SshScene(folder, server).known();
        for (SshAccount account : List.of(
                server.account(), TestSsh.account("/bin/bash"), TestSsh.noisy(), TestSsh.account("/bin/tcsh"))) {
            String canary = account.home().resolve("canary").toString();
            List<String> words = words("touch " + canary);
            try (SshConnection connection = scene.connect(
                    new SshAddress("127.0.0.1", server.port(), account.name()),
                    server.key("ed25519").toString())) {
                for (List<String> some : List.of(words.subList(0, 8), words.subList(8, COUNT))) {
                    byte[] arrived = connection.call(
                            "sending words",
                            new RemoteCall("words.sh", some.toArray(new String[0])),
                            in -> in.readAllBytes());
                    assertThat(new String(arrived, java.nio.charset.StandardCharsets.UTF_8))
                            .isEqualTo(String.join("\0", some) + "\0");
                }
            }
            assertThat(Path.of(canary)).doesNotExist();
        }
    }

    @Test
    void noNameOfThemGetsAsFarAsAServer() throws Exception {
        TestSsh.require();
        Path canary = folder.resolve("canary");
        SshScene scene = new SshScene(folder, TestSsh.shared()).known();
        for (String word : words("touch " + canary)) {
            // Whoever made such an address has passed over the checks of the file: it still does nothing.
            try (SshConnection connection =
                    scene.connect(new SshAddress(word.replace("\0", "") + ".invalid", 22, word), "~/.ssh/none")) {
                assertThatThrownBy(() -> SshScene.whoAnswers(connection)).isInstanceOf(AmlException.class);
            }
        }
        assertThat(canary).doesNotExist();
        assertThat(folder.toFile().listFiles(java.io.File::isFile)).isEmpty();
    }
}
