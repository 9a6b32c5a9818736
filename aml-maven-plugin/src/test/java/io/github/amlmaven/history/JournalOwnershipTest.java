package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.Required;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a journal is done in the user's name, so nobody else may have written it. */
class JournalOwnershipTest {
    @TempDir
    Path temp;

    private Path folder;
    private RunHistory history;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("journal"));
        history = new RunHistory(Stores.open("history", temp), new ProjectId("local", "default", "iris"));
    }

    @Test
    void aJournalThatOthersWriteIsRefused() throws IOException {
        for (String mode : new String[] {"rwxrwxrwx", "rwxrwxr-x", "rwx----w-"}) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

            assertThatThrownBy(() -> new Journal(folder).begin(history, 0, true))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("chmod go-w " + folder);
            assertThatThrownBy(() -> new Journal(folder).entries()).isInstanceOf(AmlException.class);
        }
        // Nothing is exchanged in such a folder, but anything can be added.
        Files.setAttribute(folder, "unix:mode", 01777);
        assertThatThrownBy(() -> new Journal(folder).entries()).isInstanceOf(AmlException.class);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new Journal(folder).entries()).isEmpty();
    }

    @Test
    void aJournalOfSomebodyElseIsRefused() throws IOException {
        requireRoot();
        Files.setAttribute(folder, "unix:uid", 65534);

        assertThatThrownBy(() -> new Journal(folder).entries())
                .hasMessageContaining(folder + " belongs to another user");
    }

    /** Any folder can be named as the journal's, the home folder too. */
    @Test
    void whatIsNoEntryIsLeftAlone() throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        Path[] others = {folder.resolve("Documents"), folder.resolve(".gone-fishing"), folder.resolve("0123456789")};
        for (Path other : others) {
            Files.writeString(Files.createDirectory(other).resolve("letter.txt"), "x");
            Files.setLastModifiedTime(other, old);
        }
        Path begun = Files.createDirectory(folder.resolve("f".repeat(16)));
        Files.setLastModifiedTime(begun, old);

        assertThat(new Journal(folder).entries()).isEmpty();

        assertThat(others)
                .allSatisfy(other -> assertThat(other.resolve("letter.txt")).exists());
        assertThat(begun).doesNotExist();
    }

    @Test
    void aHistoryThatOthersWriteIsTold() throws IOException {
        assertThat(history.exposure()).isEmpty();
        Path store = Files.createDirectory(temp.resolve("history"));
        assertThat(history.exposure()).isEmpty();

        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(history.exposure()).hasValueSatisfying(words -> assertThat(words)
                .isEqualTo("others can write to " + store + " -> take that right from them: chmod go-w " + store));
    }

    private static void requireRoot() {
        Required.that(
                System.getProperty("user.name").equals("root"), "a folder is given away by root only -> run as root");
    }
}
