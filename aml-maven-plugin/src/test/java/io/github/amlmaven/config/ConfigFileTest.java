package io.github.amlmaven.config;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final String FILE = "aml_config/local.compute";

    @TempDir
    Path folder;

    @Test
    void readsUtf8WithOrWithoutMarkAndAnyLineEnd() throws IOException {
        for (String text : new String[] {"a: ü\n", "\uFEFFa: ü\n", "a: ü\r\n", "a: ü", "# x\r\ra: ü\r"}) {
            Findings findings = new Findings();
            write(text.getBytes(StandardCharsets.UTF_8));
            Node.Mapping content = ConfigFile.read(folder, FILE, findings);
            findings.refuse();
            assertThat(new Section(content, findings).text("a").value()).isEqualTo("ü");
        }
    }

    @Test
    void anEmptyFileIsAnEmptyMap() throws IOException {
        for (String text : new String[] {"", "\n", "# nothing\n", "\uFEFF", "---\n", "null\n", "{}"}) {
            Findings findings = new Findings();
            write(text.getBytes(StandardCharsets.UTF_8));
            assertThat(ConfigFile.read(folder, FILE, findings).entries()).isEmpty();
            findings.refuse();
        }
    }

    @Test
    void refusesOtherEncodingsExactly() throws IOException {
        write("type: local\n".getBytes(UTF_16));
        assertThat(problem()).isEqualTo(FILE + ": the text is UTF-16, not UTF-8");
        write("type: local\n".getBytes(UTF_16LE));
        assertThat(problem()).isEqualTo(FILE + ": the text is UTF-16, not UTF-8");
        write("type: local\n# gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problem()).isEqualTo(FILE + ":2:5: the byte 0xfc is not UTF-8 text");
        write(new byte[] {'a', ':', ' ', (byte) 0xed, (byte) 0xa0, (byte) 0x80});
        assertThat(problem()).isEqualTo(FILE + ":1:4: the byte 0xed is not UTF-8 text");
        write(new byte[] {'a', ':', ' ', (byte) 0xc3});
        assertThat(problem()).isEqualTo(FILE + ":1:4: the byte 0xc3 is not UTF-8 text");
        write("a: b\nc: \0\n".getBytes(StandardCharsets.UTF_8));
        assertThat(problem()).isEqualTo(FILE + ":2:4: the character U+0000 has no place in a text file");
        write("a: 😀\u001b[31m\n".getBytes(StandardCharsets.UTF_8));
        assertThat(problem()).isEqualTo(FILE + ":1:5: the character U+001B has no place in a text file");
        write("a: b\n\uFEFFc: d\n".getBytes(StandardCharsets.UTF_8));
        assertThat(problem()).isEqualTo(FILE + ":2:1: the character U+FEFF has no place in a text file");
    }

    @Test
    void refusesPlainTextAndListsWithoutShowingThem() throws IOException {
        write("password:hunter2\n".getBytes(StandardCharsets.UTF_8));
        assertThat(problem()).isEqualTo(FILE + ":1:1: the file holds plain text instead of 'key: value' lines");
        write("- a\n- b\n".getBytes(StandardCharsets.UTF_8));
        assertThat(problem()).isEqualTo(FILE + ":1:1: the file holds a list instead of 'key: value' lines");
    }

    @Test
    void answersAtOnceWhateverIsInTheFilesPlace() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve(FILE));
        assertThat(problem()).isEqualTo(FILE + ": this is a folder where a file is wanted");
        Files.delete(folder.resolve(FILE));

        Assumptions.assumeTrue(Files.exists(Path.of("/dev/zero")), "this system has no /dev/zero and no FIFO");
        Files.createSymbolicLink(folder.resolve(FILE), Path.of("/dev/zero"));
        assertThat(problem()).isEqualTo(FILE + ": the file is a link that leads out of the project");
        Files.delete(folder.resolve(FILE));

        int made = new ProcessBuilder("mkfifo", folder.resolve(FILE).toString())
                .start()
                .waitFor();
        assertThat(made).isZero();
        assertThat(problem()).isEqualTo(FILE + ": this is a pipe, socket or device where a file is wanted");
    }

    @Test
    void followsLinksInsideTheProjectOnly() throws IOException {
        Files.createDirectories(folder.resolve("aml_config"));
        Files.writeString(folder.resolve("shared.txt"), "type: local\n");
        Files.createSymbolicLink(folder.resolve(FILE), Path.of("../shared.txt"));
        assertThat(ConfigFile.read(folder, FILE, new Findings()).has("type")).isTrue();
        Files.delete(folder.resolve("shared.txt"));
        assertThat(problem()).isEqualTo(FILE + ": the file is a link to something that does not exist");
        Files.delete(folder.resolve(FILE));
        Files.createSymbolicLink(folder.resolve(FILE), Path.of("local.compute"));
        assertThat(problem()).isEqualTo(FILE + ": the file is a link that leads nowhere");
    }

    @Test
    void refusesAFileThatIsTooLargeWithoutReadingIt() throws IOException {
        Files.createDirectories(folder.resolve("aml_config"));
        try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve(FILE).toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }
        assertThat(problem()).isEqualTo(FILE + ": the file is larger than 262144 bytes (256 KiB)");
        write(("#" + "x".repeat(ConfigFile.LARGEST - 1)).getBytes(StandardCharsets.UTF_8));
        assertThat(ConfigFile.read(folder, FILE, new Findings())).isNotNull();
        write(("#" + "x".repeat(ConfigFile.LARGEST)).getBytes(StandardCharsets.UTF_8));
        assertThat(problem()).isEqualTo(FILE + ": the file is larger than 262144 bytes (256 KiB)");
    }

    @Test
    void saysThatAFileMustNotBeRead() throws IOException {
        write("type: local\n".getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(FILE);
        Files.setPosixFilePermissions(file, Set.of());
        Assumptions.assumeFalse(Files.isReadable(file), "this user reads files without permission (root)");
        assertThat(problem()).isEqualTo(FILE + ": the file must not be read by this user");
    }

    private void write(byte[] content) throws IOException {
        Files.createDirectories(folder.resolve("aml_config"));
        Files.write(folder.resolve(FILE), content);
    }

    private String problem() {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            Findings findings = new Findings();
            assertThat(ConfigFile.read(folder, FILE, findings)).isNull();
            try {
                findings.refuse();
            } catch (AmlException e) {
                return e.problem();
            }
            throw new AssertionError("no mistake was found");
        });
    }
}
