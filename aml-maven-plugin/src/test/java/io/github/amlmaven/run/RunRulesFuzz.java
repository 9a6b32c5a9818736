package io.github.amlmaven.run;

import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Tries;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever is typed as rules is read, or refused in words. */
@AddLifecycleHook(Fuzzing.class)
class RunRulesFuzz {
    private static final List<String> RULES = List.of(
            "Accuracy >= 0.95; Loss <= last + 0.01; duration < 120s; outputs/model.json exists",
            "size(outputs/*.{json,pkl}) < 10MB; status == Completed; 'Regularization Rate' != 1e-3",
            "max(val.loss) >= best - 5% ; abs(-(Loss * 2) / 3 - label:'my-base') at most 1.5h",
            "Model == \"tree\"; Converged = true; outputs/errors.txt missing; 1 < last(x); exit_code below 2");

    @Property
    @Tries(inBuild = 2000, inLong = 150_000)
    void rules(@ForAll("damagedRules") Input input) {
        Oracle.check(() -> RunRules.read(List.of(input.text())));
    }

    @Provide
    Arbitrary<Input> damagedRules() {
        return Damage.of(RULES);
    }
}
