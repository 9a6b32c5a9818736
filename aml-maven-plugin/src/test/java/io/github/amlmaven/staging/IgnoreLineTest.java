package io.github.amlmaven.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line leaves out its path when it is pasted, and not its neighbour. */
class IgnoreLineTest {
    @TempDir
    Path project;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "big.csv",
                "a b.csv",
                "trailing ",
                "#note",
                "!bang",
                "[x].csv",
                "st*r",
                "wh?t",
                "back\\slash",
                "line\nbreak",
                "tab\t",
                "été.csv",
                "sub/deep.csv",
                "a(b)+{c}$^|.csv",
                "]",
                "sub/[a-z]*?"
            })
    void roundTrip(String path) throws Exception {
        Folders.write(project, path, "");
        Folders.write(project, "sub/" + path, "");
        Folders.write(project, ".amlignore", IgnoreLine.of(path, false) + "\n");
        assertThat(Folders.paths(ProjectTree.scan(project)))
                .doesNotContain(path)
                .contains("sub/" + path);
        Folders.write(project, "folder/" + path + "/x", "");
        Folders.write(project, ".amlignore", IgnoreLine.of("folder/" + path, true) + "\n");
        assertThat(Folders.paths(ProjectTree.scan(project)))
                .doesNotContain("folder/" + path)
                .contains(path);
        assertThat(Files.exists(project.resolve(path))).isTrue();
    }
}
