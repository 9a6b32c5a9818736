package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts get of links to assets. */
class PythonAssetsTest {
    @TempDir
    Path runFolder;

    private Python python;

    @BeforeEach
    void prepare() throws IOException {
        python = Python.in(runFolder);
        Files.createDirectories(runFolder.resolve("assets"));
        Files.writeString(
                runFolder.resolve("assets/model.pkl.link"),
                "{\"assetSource\":\"azureml\",\"name\":\"model.pkl\",\"version\":\"2\"}");
        Files.writeString(
                runFolder.resolve("score.py"),
                "from azureml.assets import get_local_path\nprint(open(get_local_path(sys.argv[1])).read())\n");
    }

    @Test
    void aLinkLeadsToTheVersionThatIsThere() throws Exception {
        write("assets/model.pkl/1/model.pkl", "old");
        write("assets/model.pkl/2/model.pkl", "new");
        assertThat(python.hosted("score.py", "assets/model.pkl.link").out()).isEqualTo("new\n");
        assertThat(python.hosted("score.py", "model.pkl.link").out()).isEqualTo("new\n");
    }

    @Test
    void whatIsNotThereIsSaidWithTheCommandThatBringsIt() throws Exception {
        write("assets/model.pkl/1/model.pkl", "old");
        Python.Outcome outcome = python.hosted("score.py", "model.pkl.link");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("version 2 of model.pkl is not in this run")
                .contains("mvn aml:download-artifact -Daml.link=assets/model.pkl.link"
                        + " -Daml.destination=assets/model.pkl/2/");
        assertThat(python.hosted("score.py", "gone.link").err()).contains("gone.link: there is no link file");
        write("assets/bad.link", "{\"assetSource\":\"azureml\",\"name\":\"../../etc\",\"version\":\"1\"}");
        assertThat(python.hosted("score.py", "assets/bad.link").err()).contains("not a link to an asset");
    }

    private void write(String path, String content) throws IOException {
        Path file = runFolder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
