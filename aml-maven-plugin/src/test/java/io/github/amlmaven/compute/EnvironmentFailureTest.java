package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.BuildResponseItem;
import io.github.amlmaven.AmlException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What engines, pip and conda print when they fail, and what becomes of it. */
class EnvironmentFailureTest {
    private static final EnvironmentFailure FAILURE =
            new EnvironmentFailure("base:1", new Requirements.PythonPackages("c.yml", List.of(), List.of(), List.of()));

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final BuildLog log = new BuildLog(printed);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device | the engine's disk is full | docker system prune
            WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(': Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/numpy/;ERROR: No matching distribution found for numpy==1.0 | cannot be reached from a container | --index-url
            ERROR: No matching distribution found for numpy==99 | pip finds no numpy==99 that fits | correct its name or version in c.yml
            PackagesNotFoundError: The following packages are not available from current channels:;;  - nonesuch=1.0;; | conda finds no nonesuch=1.0 in its channels | add the channel
            ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/ | the packages do not fit together | loosen the versions in c.yml
            ERROR: a-1-cp36-cp36m-win_amd64.whl is not a supported wheel on this platform. | a wheel was made for another Python or system | c.yml
            error: command 'gcc' failed: No such file or directory;ERROR: Failed building wheel for x | a package has to be compiled | with a compiler
            """)
    void theCauseIsFoundInTheProgramsWords(String words, String cause, String remedy) throws IOException {
        AmlException failure = failure(words.replace(";", "\n"), 1);

        assertThat(failure.problem())
                .startsWith(
                        "the environment that c.yml asks for could not be made on the image 'base:1': 'pip install x' ended"
                                + " with exit code 1: ")
                .contains(cause);
        assertThat(failure.remedy()).contains(remedy);
    }

    @Test
    void whatNobodyKnowsIsShown() throws IOException {
        AmlException failure = failure("odd", 2);

        assertThat(failure.problem()).endsWith("'pip install x' ended with exit code 2; its last line:\n    odd");
        assertThat(failure.remedy()).isEqualTo("correct c.yml or baseDockerImage in the .compute file");
    }

    @Test
    void onlyTheLastTwentyLinesOfTheProgramAreShown() throws IOException {
        AmlException failure = failure("before\n".repeat(30) + "line\n".repeat(19) + "last", 1);

        assertThat(failure.problem()).contains("; its last 20 lines:\n    line\n");
        assertThat(failure.problem().lines()).hasSize(21).doesNotContain("    before");
        assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(56);
    }

    @Test
    void aProgramThatIsKilledHadTooLittleMemory() throws IOException {
        assertThat(failure("Killed", 137).problem()).contains("exit code 137 (killed; most often for want of memory)");
    }

    @Test
    void anEngineThatFailsItselfIsQuoted() throws IOException {
        read(Map.of("stream", "Step 1/6 : FROM x\n"));
        read(Map.of("errorDetail", Map.of("message", "failed to export image: no space left on device")));

        assertThat(FAILURE.failed(log).problem())
                .isEqualTo(
                        "the environment that c.yml asks for could not be made on the image 'base:1': failed to export"
                                + " image: no space left on device: the engine's disk is full");
    }

    private AmlException failure(String words, int code) throws IOException {
        read(Map.of("stream", "Step 5/6 : RUN [\"sh\"]\n ---> Running in 978c702097fd\n+ venv\nmade\n+ pip in"));
        read(Map.of("stream", "stall x\n" + words + "\n"));
        read(Map.of("stream", "Removing intermediate container 978c702097fd\n"));
        String message = "The command 'sh' returned a non-zero code: " + code;
        read(Map.of("errorDetail", Map.of("code", code, "message", message), "error", message));
        return FAILURE.failed(log);
    }

    private void read(Map<String, Object> item) throws IOException {
        ObjectMapper json = new ObjectMapper();
        log.read(json.readValue(json.writeValueAsString(item), BuildResponseItem.class));
    }
}
