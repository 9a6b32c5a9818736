package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More outputs than anybody looks at. */
@Timeout(300)
class ManyOutputsTest {
    private static final int FILES = Boolean.getBoolean("aml.long") ? 100_000 : 3_000;

    @TempDir
    Path temp;

    @Test
    void allAreCollectedAndRemoved() throws IOException {
        Collection run = new Collection(temp, "many");
        for (int i = 0; i < FILES; i++) {
            Files.createFile(run.outputs().resolve("f" + i));
        }
        long start = System.nanoTime();
        Outputs outputs = Outputs.of(run.directory, Collection.LIMIT);
        long listed = System.nanoTime();
        assertThat(outputs.files()).hasSize(FILES + 2);

        assertThat(run.complete().artifacts()).hasSize(FILES + 2);

        long collected = System.nanoTime();
        run.directory.delete();
        assertThat(run.directory.root()).doesNotExist();
        System.out.printf(
                "ManyOutputsTest: %d files listed in %d ms, collected in %d ms%n",
                FILES, (listed - start) / 1_000_000, (collected - listed) / 1_000_000);
    }
}
