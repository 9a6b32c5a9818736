package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.amlmaven.config.Remark;
import io.github.amlmaven.run.RunPlan;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanDetailsTest {
    @Test
    void partsAreIndentedAndWhatIsEmptyIsLeftOut() {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("image", "a/b:1");
        part.put("conda", List.of("numpy", "python=3.11", "numpy"));
        part.put("pip", List.of());
        part.put("configuration", Map.of("spark.app.name", "x"));
        part.put("none", Map.of());

        assertThat(PlanDetails.lines(plan(part, List.of())))
                .containsExactly(
                        "Environment",
                        "  image  a/b:1",
                        "  conda  numpy",
                        "         python=3.11",
                        "         numpy",
                        "  configuration",
                        "    spark.app.name  x");
    }

    @Test
    void theCommandIsOneLineForAShell() {
        List<String> words = List.of("./a b", "--rate", "0.5", "it's", "", "*", "-x=$HOME", "two\nlines");

        assertThat(PlanDetails.lines(plan(Map.of(), words)))
                .containsExactly(
                        "Environment", "Command", "  './a b' --rate 0.5 'it'\\''s' '' '*' '-x=$HOME' 'two lines'");
    }

    @Test
    void programsGetOneObjectWithEverything() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(PlanDetails.json(plan(Map.of("bytes", 7, "pip", List.of()), List.of("a b", "two\nlines"))));

        assertThat(json.path("environment").path("bytes").asLong()).isEqualTo(7);
        assertThat(json.path("environment").path("pip").isArray()).isTrue();
        assertThat(json.path("command").get(1).asText()).isEqualTo("two\nlines");
        assertThat(json.path("remarks").get(0).path("severity").asText()).isEqualTo("warning");
        assertThat(json.path("remarks").get(0).path("text").asText()).isEqualTo("mind -> the gap");
    }

    private static RunPlan plan(Map<String, Object> part, List<String> command) {
        return new RunPlan(
                Map.of("environment", part), command, List.of(new Remark(Remark.Severity.WARNING, "mind -> the gap")));
    }
}
