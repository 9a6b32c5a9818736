package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A folder as a store. */
class FolderStoreTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return new FolderStore(folder);
    }

    @Test
    void readingCreatesNothing() throws IOException {
        Store absent = new FolderStore(folder.resolve("absent"));
        assertThat(absent.list("p")).isEmpty();
        assertThat(absent.read("p/x")).isEmpty();
        assertThat(folder.resolve("absent")).doesNotExist();
    }

    @Test
    void everythingIsPrivateWhateverTheFileWasBefore() throws IOException {
        Path source = Files.writeString(folder.resolve("model"), "x");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwxrwxrwx"));
        Store made = new FolderStore(folder.resolve("made/deeper"));
        made.add("a/b/model", source);
        made.create("a/small", bytes("x"));
        made.replace("a/beat", bytes("x"));
        made.copy("a/copy", Files.writeString(folder.resolve("f"), "x"), Sha256.of("x"));
        try (Stream<Path> files = Files.walk(folder.resolve("made"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void leavesNoTemporaryFilesBehind() throws IOException {
        store.create("a", bytes("1"));
        store.create("a", bytes("2"));
        store.replace("b", bytes("3"));
        store.add("c", Files.writeString(folder.resolve("c"), "c"));
        assertThatThrownBy(() -> store.copy("d", Files.writeString(folder.resolve("d"), "d"), Sha256.of("e")))
                .isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void movesTheFileInsteadOfCopyingIt() throws IOException {
        Path source = Files.writeString(folder.resolve("model"), "x");
        Object inode = Files.getAttribute(source, "unix:ino");
        store.add("model", source);
        assertThat(Files.getAttribute(folder.resolve("store/model"), "unix:ino"))
                .isEqualTo(inode);
        assertThat(Files.getAttribute(folder.resolve("store/model"), "unix:nlink"))
                .isEqualTo(1);
    }

    @Test
    void takesAFileFromAnotherFileSystem() throws IOException {
        Path memory = Path.of("/dev/shm");
        Assumptions.assumeTrue(
                Files.isWritable(memory) && !Files.getFileStore(memory).equals(Files.getFileStore(folder)),
                "there is no second file system to write to at /dev/shm");
        Path source = Files.createTempFile(memory, "aml", null);
        Files.writeString(source, "abc");
        assertThat(store.add("x", source).sha256()).isEqualTo(Sha256.of("abc"));
        assertThat(source).doesNotExist();
        assertThat(store.read("x")).hasValue(bytes("abc"));
    }

    @Test
    void aLinkInTheFolderIsNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("store/planted"), secret);
        assertThatThrownBy(() -> store.read("planted"))
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("store/planted") + " is not a regular file");
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void ageIsTheDifferenceOfTwoTimesOfTheFolder() throws IOException {
        store.create("beat", bytes(""));
        Files.setLastModifiedTime(
                folder.resolve("store/beat"), FileTime.from(Instant.now().minusSeconds(600)));
        assertThat(store.age("beat").orElseThrow().toSeconds()).isBetween(599L, 660L);
        Files.setLastModifiedTime(
                folder.resolve("store/beat"), FileTime.from(Instant.now().plusSeconds(600)));
        assertThat(store.age("beat").orElseThrow()).isZero();
    }

    @Test
    void tenThousandFilesAreTakenIn() throws IOException {
        Path source = Files.createDirectory(folder.resolve("outputs"));
        for (int i = 0; i < 10_000; i++) {
            Files.writeString(source.resolve("f" + i), "content " + i);
        }
        for (int i = 0; i < 10_000; i++) {
            store.add("outputs/f" + i, source.resolve("f" + i));
        }
        List<String> names = store.list("outputs");
        assertThat(names).hasSize(10_000);
        assertThat(store.read("outputs/f4711")).hasValue(bytes("content 4711"));
        assertThat(source).isEmptyDirectory();
    }

    @Test
    void filesOfSomebodyElseAreNotListed() throws IOException {
        store.create("a/b", bytes(""));
        for (String name : List.of("50%", "%61", "x:y")) {
            Files.createFile(folder.resolve("store/a").resolve(name));
        }
        assertThat(store.list("")).containsExactly("a/b");
    }

    @Test
    void theAgeIsToldWhereNothingCanBeWritten() throws IOException {
        Path proc = Path.of("/proc/sys/kernel");
        Assumptions.assumeTrue(
                Files.exists(proc.resolve("ostype")), "there is no /proc, in which nobody can create files");
        Store readOnly = new FolderStore(proc);
        assertThat(readOnly.age("ostype")).isPresent();
        assertThatThrownBy(() -> readOnly.create("mine", bytes(""))).isInstanceOf(IOException.class);
    }

    @Test
    void aFullDiskIsToldWithTheFile() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "there is no /dev/full");
        Path target = folder.resolve("store/final.json");
        try (Temporary temporary =
                new Temporary(target, folder.resolve("none"), FileChannel.open(full, StandardOpenOption.WRITE))) {
            assertThatThrownBy(() -> temporary.write(new byte[10], 10))
                    .isInstanceOf(IOException.class)
                    .hasMessage(target + ": No space left on device");
        }
    }
}
