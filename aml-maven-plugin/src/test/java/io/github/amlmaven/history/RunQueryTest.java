package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queries of the original documentation, and queries that go wrong. */
class RunQueryTest {
    private final List<Map<String, Object>> runs = new ArrayList<>();

    @BeforeEach
    void fourRuns() throws IOException {
        for (String run : new String[] {
            "{\"run_id\":\"iris_4\",\"status\":\"Completed\",\"Accuracy\":0.66,\"duration\":\"0:00:03.5\"}",
            "{\"run_id\":\"iris_3\",\"status\":\"Completed\",\"Accuracy\":0.68,\"duration\":\"0:00:09.1\"}",
            "{\"run_id\":\"iris_2\",\"status\":\"Failed\",\"duration\":\"0:00:01.0\"}",
            "{\"run_id\":\"iris_1\",\"status\":\"Completed\",\"Accuracy\":1,\"duration\":\"0:00:07.2\"}"
        }) {
            byte[] json = run.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            runs.add(Json.parseObject(json, 0, json.length));
        }
    }

    @Test
    void completedRunsOnly() {
        assertThat(ids("[?status=='Completed']")).containsExactly("iris_4", "iris_3", "iris_1");
    }

    @Test
    void bestValueOfTheRunsThatHaveOne() {
        assertThat(RunQuery.evaluate("@[?Accuracy != null] | max_by(@, &Accuracy).Accuracy", runs))
                .isEqualTo(1L);
        assertThat(RunQuery.evaluate("[?Accuracy != null] | min_by(@, &Accuracy).run_id", runs))
                .isEqualTo("iris_4");
    }

    @Test
    void nearTheBestAndTheFastestFirst() {
        assertThat(ids("@[?Accuracy >= sum(`[1, -0.35]`)] | sort_by(@, &duration)"))
                .containsExactly("iris_4", "iris_1", "iris_3");
    }

    @Test
    void betweenTwoValues() {
        assertThat(ids("[?Accuracy >= `0.67` && Accuracy <= `0.7`]")).containsExactly("iris_3");
    }

    @Test
    void shapesAndFunctions() {
        assertThat(RunQuery.evaluate("length(@)", runs)).isEqualTo(4L);
        assertThat(Json.write(RunQuery.evaluate("[0].{id: run_id, acc: Accuracy}", runs)))
                .isEqualTo("{\"id\":\"iris_4\",\"acc\":0.66}");
        assertThat(Json.write(RunQuery.evaluate("[-1:].run_id", runs))).isEqualTo("[\"iris_1\"]");
        assertThat(RunQuery.evaluate("[0].nothing", runs)).isNull();
    }

    @Test
    void anExpressionThatIsNoneIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> RunQuery.evaluate("[?status=='Completed'", runs))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("'[?status=='Completed'' is not JMESPath: syntax error ")
                .hasMessageContaining(" at position ")
                .hasMessageEndingWith(
                        "\n-> correct -Daml.query; an example: \"[?status=='Completed'] | max_by(@, &Accuracy).run_id\"");
    }

    @Test
    void aNumberThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> RunQuery.evaluate("[99999999999]", List.of()))
                .isInstanceOf(AmlException.class)
                .hasMessage("'[99999999999]' is not JMESPath: a number in it is too large\n"
                        + "-> correct -Daml.query; an index such as [0] counts runs");
    }

    @Test
    void anExpressionThatDoesNotFitTheRunsIsRefused() {
        for (String query : List.of("max_by(@, &Accuracy)", "no_such_function(@)", "sum([*].status)", "length()")) {
            assertThatThrownBy(() -> RunQuery.evaluate(query, runs))
                    .as(query)
                    .isInstanceOf(AmlException.class)
                    .hasMessageStartingWith("'" + query + "' ")
                    .hasMessageContaining("\n-> correct -Daml.query");
        }
    }

    @Test
    void anExpressionWithoutEndIsRefused() {
        assertThatThrownBy(() -> RunQuery.evaluate("!".repeat(3_990) + "a", runs))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the query is nested too deeply: '!!!!");
        assertThatThrownBy(() -> RunQuery.evaluate("a".repeat(4_001), runs))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the query is longer than 4000 characters: 'aaaa");
    }

    private List<Object> ids(String query) {
        List<Object> ids = new ArrayList<>();
        for (Object run : (List<?>) RunQuery.evaluate(query, runs)) {
            ids.add(((Map<?, ?>) run).get("run_id"));
        }
        return ids;
    }
}
