package io.github.amlmaven.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with secrets do not get into a history in silence. */
class KeyFilesTest {
    @TempDir
    Path project;

    @Test
    void saysWhichFilesLookLikeSecrets() throws IOException {
        write(".env", "a/Server.PEM", "a/id_rsa", "a/id_rsa.pub", "b/.netrc", "model.keys", "environment.env");

        assertThat(ProjectTree.scan(project).warnings())
                .containsExactly(".env, a/Server.PEM, a/id_rsa and 1 more look like files with secrets, and the run"
                        + " history keeps a copy of every file of the project -> leave such files out with lines in"
                        + " .amlignore, such as /.env");
    }

    @Test
    void saysNothingOfThoseThatStayAtHome() throws IOException {
        write(".env", "key.pem");
        Files.writeString(project.resolve(".amlignore"), ".env\n");

        assertThat(ProjectTree.scan(project).warnings())
                .singleElement()
                .asString()
                .startsWith("key.pem looks like a");
        Files.writeString(project.resolve(".amlignore"), ".env\n*.pem\n");
        assertThat(ProjectTree.scan(project).warnings()).isEmpty();
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = project.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
    }
}
