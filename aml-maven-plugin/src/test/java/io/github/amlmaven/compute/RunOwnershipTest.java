package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Ownership;
import io.github.amlmaven.Required;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of other users, which only root can make. */
class RunOwnershipTest {
    private static final int OTHER = 4321;

    @TempDir
    Path temp;

    private RunDirectory directory;
    private Path victim;

    @BeforeEach
    void makeRun() throws Exception {
        Required.that(Ownership.ourUid().equals(0), "this test gives files to other users: run it as root");
        directory = RunsFolder.at(temp.resolve("runs")).create(new RunId("iris_1500000000000"));
        directory.addRunFolders();
        victim = Files.writeString(temp.resolve("victim"), "x");
        give(victim);
        Path folder = Files.createDirectories(directory.outputs().resolve("a/b"));
        give(folder);
        give(Files.writeString(folder.resolve("model"), "x"));
        give(Files.createSymbolicLink(directory.outputs().resolve("link"), victim));
        Path device = directory.outputs().resolve("device");
        assertThat(new ProcessBuilder("mknod", device.toString(), "c", "1", "5")
                        .start()
                        .waitFor())
                .isZero();
        give(device);
    }

    @Test
    void rootGivesFilesFoldersAndLinksBack() throws IOException {
        assertThat(RunOwnership.of(0, 0).restore(directory)).isZero();

        assertThat(uid(directory.outputs().resolve("a/b"))).isZero();
        assertThat(uid(directory.outputs().resolve("a/b/model"))).isZero();
        assertThat(uid(directory.outputs().resolve("link"))).isZero();
        assertThat(uid(directory.outputs().resolve("device"))).isEqualTo(OTHER);
        assertThat(uid(victim)).isEqualTo(OTHER);
    }

    @Test
    void othersAreToldHowMuchIsLeft() throws IOException {
        assertThat(new RunOwnership(0, 0, false).restore(directory)).isEqualTo(3);

        assertThat(uid(directory.outputs().resolve("a/b/model"))).isEqualTo(OTHER);
    }

    private static void give(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", OTHER, LinkOption.NOFOLLOW_LINKS);
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
