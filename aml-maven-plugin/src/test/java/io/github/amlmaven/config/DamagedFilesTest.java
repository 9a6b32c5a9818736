package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages good files at random, always the same way: whatever comes, it is read or refused in words. */
class DamagedFilesTest {
    private static final int ROUNDS = 3000;
    private static final List<String> PIECES = List.of(
            "\t",
            "\n",
            "\r\n",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "\\",
            "\\u",
            "\\x",
            "&a ",
            "*a",
            "!!",
            "!x ",
            "%",
            "@",
            "`",
            "|",
            ">",
            "#",
            " #",
            "? ",
            "---\n",
            "...\n",
            "~",
            "null",
            "\0",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "ü",
            "😀",
            "<<: *a",
            "\\UFFFFFFFF",
            "\\ud800",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "$file",
            "=",
            "../");
    private static final List<String> NAMES = List.of(
            "aml_config/local.runconfig",
            "aml_config/local.compute",
            "aml_config/conda_dependencies.yml",
            "aml_config/spark_dependencies.yml");
    private static final List<String> RUN_CONFIGURATIONS = List.of(
            "ArgumentVector:\n  - \"$file\"\n  - 12\nTarget: local\nEnvironmentVariables:\n  A: b\nFramework: Python\n",
            "{\n\t\"ArgumentVector\": [\"$file\"],\n\t\"Target\": \"local\",\n\t\"TrackedRun\": true,\r\n\t\"CondaFile\": null\n}",
            "script: train.py\narguments: [a, 'b']\ntarget: local\nenvironment:\n  docker: {enabled: false}\nnodeCount: 1\n");
    private static final List<String> TARGETS = List.of(
            "type: local\npythonLocation: \"python\"\nnativeSharedDirectory:\t~/.azureml/share/\n",
            "type: localdocker\nbaseDockerImage: 'microsoft/mmlspark:plus-0.9.9 '\nsharedVolumes: true\naddress:\n",
            "{\"type\": \"cluster\", \"address\": \"x-ssh.azurehdinsight.net\", \"username\": \"u\", \"password\": \"\"}");
    private static final String CONDA =
            "name: x\nchannels: [a]\ndependencies:\n  - python=3.5.2\n  - pip:\n    - b==1\n";
    private static final String SPARK =
            "configuration:\n  a.b:\t1\nrepositories: []\npackages:\n  - {group: g, artifact: a, version: 1}\n";

    @TempDir
    Path folder;

    @Test
    void everyDamagedProjectIsReadOrRefusedInWords() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            Random random = new Random(20170926);
            SampleProject project =
                    SampleProject.local(folder).file(NAMES.get(2), CONDA).file(NAMES.get(3), SPARK);
            int refused = 0;
            for (int round = 0; round < ROUNDS; round++) {
                refused += isRefused(project, random, round) ? 1 : 0;
            }
            // Both ways must be common, or the damage tests nothing.
            assertThat(refused).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
        });
    }

    private boolean isRefused(SampleProject project, Random random, int round) throws IOException {
        List<String> contents = List.of(pick(RUN_CONFIGURATIONS, random), pick(TARGETS, random), CONDA, SPARK);
        int victim = random.nextInt(NAMES.size());
        byte[] content = contents.get(victim).getBytes(StandardCharsets.UTF_8);
        project.file(NAMES.get(victim), damaged(content, random));
        try {
            project.read();
            return false;
        } catch (AmlException e) {
            assertThat(e.problem()).isNotBlank();
            assertThat(e.remedy()).isNotBlank();
            return true;
        } catch (RuntimeException | StackOverflowError e) {
            return fail("round " + round + ": " + NAMES.get(victim) + " brought down the reader", e);
        } finally {
            project.file(NAMES.get(victim), content);
        }
    }

    private static byte[] damaged(byte[] content, Random random) {
        byte[] damaged = content;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length + 1);
            int until = Math.min(damaged.length, at + random.nextInt(4));
            byte[] piece =
                    switch (random.nextInt(4)) {
                        case 0 -> new byte[0];
                        case 1 -> new byte[] {(byte) random.nextInt(256)};
                        case 2 ->
                            pick(PIECES, random).repeat(1 + random.nextInt(40)).getBytes(StandardCharsets.UTF_8);
                        default -> pick(PIECES, random).getBytes(StandardCharsets.UTF_8);
                    };
            byte[] next = new byte[at + piece.length + damaged.length - until];
            System.arraycopy(damaged, 0, next, 0, at);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(damaged, until, next, at + piece.length, damaged.length - until);
            damaged = next;
        }
        return damaged;
    }

    private static String pick(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
