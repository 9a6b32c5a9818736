package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplanationTest {
    @TempDir
    Path project;

    @BeforeEach
    void createProject() throws Exception {
        write(project, ".amlignore", "data/\n*.csv\n!iris.csv\n");
        write(project, "train.py", "12");
        write(project, "iris.csv", "123");
        write(project, "big.csv", "1234");
        write(project, "data/x/y", "");
        write(project, "docs/index.md", "");
        write(project, "src/a.py", "1");
        Files.createSymbolicLink(project.resolve("out"), Path.of("/elsewhere/data"));
    }

    @Test
    void everyEntryHasItsFateAndAnIgnoredFolderIsOneOfThem() throws Exception {
        assertThat(Explanation.of(project))
                .containsExactly(
                        new Fate(".amlignore", true, 22, ""),
                        new Fate("big.csv", false, 4, ".amlignore:2: *.csv"),
                        new Fate("data/", false, 0, ".amlignore:1: data/"),
                        new Fate("docs/", false, 0, "built-in: docs/"),
                        new Fate("iris.csv", true, 3, ".amlignore:3: !iris.csv"),
                        new Fate("out", false, 0, "refused: the link to /elsewhere/data leads out of the project"),
                        new Fate("src/", true, 0, ""),
                        new Fate("src/a.py", true, 1, ""),
                        new Fate("train.py", true, 2, ""));
    }

    @Test
    void onePathHasTheSameFate() throws Exception {
        for (Fate fate : Explanation.of(project)) {
            assertThat(Explanation.of(project, fate.path())).isEqualTo(fate);
            assertThat(Explanation.of(project, "./" + fate.path())).isEqualTo(fate);
            assertThat(Explanation.of(project, project.resolve(fate.path()).toString()))
                    .isEqualTo(fate);
        }
        assertThat(Explanation.of(project, "data/x/y"))
                .isEqualTo(new Fate("data/x/y", false, 0, ".amlignore:1: data/"));
    }

    @Test
    void aPathThatIsNotThereIsSaidSo() {
        for (String path : new String[] {"trian.py", "../elsewhere", "/etc/passwd", "."}) {
            assertThatThrownBy(() -> Explanation.of(project, path))
                    .isInstanceOf(AmlException.class)
                    .hasMessage("'" + path + "' is not in the project " + project
                            + "\n-> name a file or folder relative to the project, or leave the path out to see all of"
                            + " them");
        }
    }
}
