package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Required;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folder is taken for that of an earlier run, whatever a journal says. */
class RunsFolderTest {
    private static final RunId RUN = new RunId("iris_1500000000000");

    @TempDir
    Path temp;

    @Test
    void theFolderOfAnEarlierRunIsTaken() throws IOException {
        Path folder = Files.createDirectory(temp.resolve(RUN.value()));

        assertThat(RunsFolder.reopen(RUN, folder).root()).isEqualTo(folder.toRealPath());
        assertThat(RunsFolder.reopen(RUN, temp.resolve("gone").resolve(RUN.value()))
                        .root())
                .isEqualTo(temp.resolve("gone").resolve(RUN.value()));
    }

    @Test
    void noOtherFolderIsTakenForIt() throws IOException {
        for (Path other : new Path[] {temp, Path.of("/"), temp.resolve("iris_1500000000001"), temp.resolve("..")}) {
            assertThatThrownBy(() -> RunsFolder.reopen(RUN, other))
                    .isInstanceOf(AmlException.class)
                    .hasMessageStartingWith(other + " is not the folder of run " + RUN);
        }
    }

    @Test
    void norTheFolderOfSomebodyElse() throws IOException {
        Required.that(
                System.getProperty("user.name").equals("root"), "a folder is given away by root only -> run as root");
        Path folder = Files.createDirectory(temp.resolve(RUN.value()));
        Files.setAttribute(folder, "unix:uid", 65534);

        assertThatThrownBy(() -> RunsFolder.reopen(RUN, folder)).isInstanceOf(AmlException.class);
    }
}
