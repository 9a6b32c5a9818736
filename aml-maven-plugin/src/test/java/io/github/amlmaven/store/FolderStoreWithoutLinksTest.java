package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A folder on a file system without hard links, as exFAT and some network folders are. */
class FolderStoreWithoutLinksTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return new FolderStore(folder, false);
    }

    @Test
    void aLockThatACrashHasLeftBehindIsBroken() throws IOException {
        Path lock = Files.createFile(folder.resolve("store/.aml-lock-" + Sha256.of("final.json")));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(61)));
        assertThat(store.create("final.json", bytes("{}"))).isTrue();
        assertThat(lock).doesNotExist();
    }
}
