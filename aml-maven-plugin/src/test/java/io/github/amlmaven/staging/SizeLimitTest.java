package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.sized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeLimitTest {
    private static final long LIMIT = 26_214_400;

    @TempDir
    Path project;

    @Test
    void theLimitItselfPassesAndOneByteMoreDoesNot() throws Exception {
        sized(project, "a.bin", LIMIT - 10);
        sized(project, "b.bin", 10);
        ProjectTree full = ProjectTree.scan(project);
        assertThatCode(() -> SizeLimit.DEFAULT.check(full)).doesNotThrowAnyException();
        sized(project, "b.bin", 11);
        ProjectTree over = ProjectTree.scan(project);
        assertThatThrownBy(() -> SizeLimit.DEFAULT.check(over)).isInstanceOf(AmlException.class);
    }

    @Test
    void theRefusalSaysWhereTheBytesAreAndWhatToDo() throws Exception {
        sized(project, "train.py", 2_000);
        sized(project, "data/big one.csv", LIMIT);
        sized(project, "data/small.csv", 999);
        ProjectTree tree = ProjectTree.scan(project);
        assertThatThrownBy(() -> SizeLimit.DEFAULT.check(tree))
                .hasMessage("the project has 25 MB (26,217,399 bytes), which is 2.9 KB (2,999 bytes) over the limit of"
                        + " 25 MB (26,214,400 bytes)\n"
                        + "  the biggest files:\n"
                        + "    26,214,400 bytes  data/big one.csv\n"
                        + "         2,000 bytes  train.py\n"
                        + "           999 bytes  data/small.csv\n"
                        + "  the biggest folders:\n"
                        + "    26,215,399 bytes  data/\n"
                        + "-> leave out what the script does not need, with this line in .amlignore:\n"
                        + "  /data/big one.csv\n"
                        + "  (which leaves 2.9 KB (2,999 bytes))\n"
                        + "or put large data into the shared folder and read it from $AZUREML_NATIVE_SHARE_DIRECTORY"
                        + " (nativeSharedDirectory in aml_config/<target>.compute)\n"
                        + "or raise the limit with -Daml.projectSizeLimit=26217399");
    }

    @Test
    void theProposedLinesBringTheProjectBelowTheLimit() throws Exception {
        for (int i = 0; i < 40; i++) {
            sized(project, "images/[set]/" + i + ".png", 1_000_000);
            sized(project, "src/model" + i + ".py", 100_000);
        }
        Folders.write(project, ".gitignore", "*.tmp\n");
        ProjectTree tree = ProjectTree.scan(project);
        assertThatThrownBy(() -> SizeLimit.DEFAULT.check(tree))
                .hasMessageContaining("\n-> leave out what the script does not need, with this line in .gitignore:\n"
                        + "  /images/\n"
                        + "  (to keep git out of it, create .amlignore; it replaces .gitignore, so copy the lines still"
                        + " wanted)\n");
        Folders.write(project, ".gitignore", "*.tmp\n/images/\n");
        assertThatCode(() -> SizeLimit.DEFAULT.check(ProjectTree.scan(project))).doesNotThrowAnyException();
    }

    @Test
    void sourceIsNeverProposed() throws Exception {
        sized(project, "generated.py", LIMIT + 1);
        sized(project, "notes.txt", 7);
        ProjectTree tree = ProjectTree.scan(project);
        assertThatThrownBy(() -> SizeLimit.DEFAULT.check(tree)).hasMessageContaining("""
                        with this line in .amlignore:
                          /notes.txt
                          (which leaves 25 MB (26,214,401 bytes), still over the limit)
                        """);
    }

    @Test
    void warnsFrom80Percent() throws Exception {
        SizeLimit limit = new SizeLimit(1000);
        sized(project, "a", 799);
        assertThat(limit.warning(ProjectTree.scan(project))).isEmpty();
        sized(project, "a", 800);
        assertThat(limit.warning(ProjectTree.scan(project)))
                .contains("the project has 800 bytes, 80 % of the limit of 1,000 bytes;"
                        + " mvn aml:validate-size -Daml.explain shows what counts");
        sized(project, "a", 1001);
        assertThat(limit.warning(ProjectTree.scan(project))).isEmpty();
    }

    @Test
    void theLargestLimitIsNoLimit() throws Exception {
        sized(project, "a", 5_000_000_000L);
        ProjectTree tree = ProjectTree.scan(project);
        assertThatCode(() -> new SizeLimit(Long.MAX_VALUE).check(tree)).doesNotThrowAnyException();
        assertThat(new SizeLimit(Long.MAX_VALUE).warning(tree)).isEmpty();
    }

    @Test
    void aLimitIsAboveZero() {
        assertThatThrownBy(() -> new SizeLimit(0))
                .hasMessage("'0' cannot be the size limit of a project\n"
                        + "-> set -Daml.projectSizeLimit=<bytes> to a number above 0; the default is 26214400");
    }

    @Test
    void sizesAreRoundedDownAndNeverLong() {
        assertThat(new ByteCount(1)).hasToString("1 byte");
        assertThat(new ByteCount(1023)).hasToString("1,023 bytes");
        assertThat(new ByteCount(1536)).hasToString("1.5 KB (1,536 bytes)");
        assertThat(new ByteCount(LIMIT)).hasToString("25 MB (26,214,400 bytes)");
        assertThat(new ByteCount(LIMIT - 1)).hasToString("24.9 MB (26,214,399 bytes)");
        assertThat(new ByteCount(Long.MAX_VALUE))
                .hasToString("8,796,093,022,207.9 MB (9,223,372,036,854,775,807 bytes)");
    }
}
