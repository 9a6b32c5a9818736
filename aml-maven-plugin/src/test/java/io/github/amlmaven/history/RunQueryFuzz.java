package io.github.amlmaven.history;

import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Tries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever is typed as a query is answered, in a form that can be printed, or refused in words. */
@AddLifecycleHook(Fuzzing.class)
class RunQueryFuzz {
    private static final List<String> QUERIES = List.of(
            "@[?Accuracy != null] | max_by(@, &Accuracy).Accuracy",
            "@[?Accuracy >= sum(`[1, -0.35]`)] | sort_by(@, &duration)",
            "[?status=='Completed' && !(run_number < `2`)].{id: run_id, acc: Accuracy}",
            "[-1:].run_id | [0]",
            "map(&join(', ', [run_id, status]), @)",
            "[].loss[*] | [] | avg(@)",
            "[?contains(run_id, 'iris')] | length(@) || `\"x\"`",
            "reverse(@)[::2].to_number(duration) | not_null(@, `{\"a\": [1, null]}`)",
            "merge(@[0], {\"b\": type(@), c: keys([0]), d: values([1]), e: to_array(`1`), f: abs(`-1`)})");

    @Property
    @Tries(inBuild = 2000, inLong = 150_000)
    void queries(@ForAll("damagedQueries") Input input) {
        Oracle.check(() -> Json.pretty(RunQuery.evaluate(input.text(), runs())));
    }

    @Provide
    Arbitrary<Input> damagedQueries() {
        return Damage.of(QUERIES);
    }

    private static List<Map<String, Object>> runs() {
        List<Map<String, Object>> runs = new ArrayList<>();
        for (long number = 4; number > 0; number--) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("run_id", "iris_" + number);
            run.put("run_number", number);
            run.put("status", number == 2 ? "Failed" : "Completed");
            run.put("Accuracy", number == 2 ? null : (Object) (number / 5.0));
            run.put("duration", "0:00:0" + number + ".5");
            run.put("loss", List.of(0.5, 0.25, List.of(1L)));
            runs.add(run);
        }
        return runs;
    }
}
