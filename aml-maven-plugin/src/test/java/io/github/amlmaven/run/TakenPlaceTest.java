package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A script that knows where outputs wait to be collected, and fills that place, does not keep its run from its record. */
@Timeout(120)
class TakenPlaceTest {
    @TempDir
    Path temp;

    @Test
    void thousandsOfFoldersInEachOtherAreNoMatter() throws IOException {
        for (String name : List.of("_", "a", "_" + "b".repeat(100))) {
            InterruptedRun run = new InterruptedRun(temp, true);
            run.claim();
            RunDirectory directory = run.stage("echo model > outputs/model; mkdir .aml-taken; cd .aml-taken\n"
                    + "python3 -c 'import os\nfor i in range(3000): os.mkdir(\"" + name + "\"); os.chdir(\"" + name
                    + "\")'");
            run.launch();
            run.execute();
            run.orphan();

            new Recovery(run.journal, new RecoveryListener() {}, Duration.ofSeconds(10)).sweep();

            RunRecord record = run.history.find("last");
            assertThat(record.status()).as("%s", record.reason()).isEqualTo(RunStatus.COMPLETED);
            assertThat(record.artifact("outputs/model").size()).isEqualTo(6);
            directory.delete();
        }
    }
}
