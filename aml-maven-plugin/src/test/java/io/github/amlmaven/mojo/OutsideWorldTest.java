package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure of the system reads as a sentence with a remedy. */
class OutsideWorldTest {
    @TempDir
    Path folder;

    @Test
    void aFullDiskIsToldWithItsFreeBytes() {
        Path file = folder.resolve("run.json");
        assertThat(OutsideWorld.words(new FileSystemException(file.toString(), null, "No space left on device")))
                .matches(
                        "(?s)" + file
                                + ": no space left on the disk: [0-9,]+ bytes free, so the number of files is used up"
                                + "\n-> free space there, or choose another place with -Daml.store, -Daml.outboxFolder,"
                                + " -Daml.journalFolder, -Daml.runsFolder or -Daml.destination, whichever names a folder there");
    }

    @Test
    void whatTheSystemRefusesIsToldWithWhatHelps() {
        assertThat(words("Read-only file system"))
                .contains("read-only\n-> make it writable (mount -o remount,rw), or ");
        assertThat(words("Disk quota exceeded"))
                .contains("your disk quota is used up: ")
                .contains("\n-> free space");
        assertThat(words("Too many open files"))
                .endsWith("\n-> allow more with ulimit -n 4096 before Maven is started");
        assertThat(words("File too large")).contains("\n-> raise the limit that ulimit -f shows, or ");
        assertThat(words("Input/output error")).contains("\n-> see what the system says of the disk (dmesg), and ");
    }

    @Test
    void anythingElseKeepsItsWords() {
        assertThat(words("Text file busy")).startsWith(folder + ": Text file busy\n-> mend that");
        assertThat(OutsideWorld.words(new AccessDeniedException("/x"))).startsWith("no permission for /x\n-> ");
        assertThat(OutsideWorld.words(new IOException("it broke"))).startsWith("it broke\n-> ");
        assertThat(OutsideWorld.words(new ClosedByInterruptException()))
                .isEqualTo("interrupted before it was done\n-> run the same command again");
        assertThat(Files.exists(folder)).isTrue();
    }

    private String words(String reason) {
        return OutsideWorld.words(new FileSystemException(folder.toString(), null, reason));
    }
}
