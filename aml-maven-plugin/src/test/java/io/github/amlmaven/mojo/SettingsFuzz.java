package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.fuzz.Damage;
import io.github.amlmaven.fuzz.Fuzzing;
import io.github.amlmaven.fuzz.Input;
import io.github.amlmaven.fuzz.Oracle;
import io.github.amlmaven.fuzz.Tries;
import io.github.amlmaven.history.RunStatus;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Whatever is given for a setting is understood, within its bounds, or refused in words. */
@AddLifecycleHook(Fuzzing.class)
class SettingsFuzz {
    @Property
    @Tries(inBuild = 2000, inLong = 100_000)
    void sizes(@ForAll("damagedSettings") Input input) {
        Oracle.check(() ->
                assertThat(ByteSize.parse("aml.projectSizeLimit", input.text())).isNotNegative());
    }

    @Property
    @Tries(inBuild = 2000, inLong = 100_000)
    void times(@ForAll("damagedSettings") Input input) {
        Oracle.check(
                () -> assertThat(TimeSpan.parse("aml.timeout", input.text()).toNanos())
                        .isNotNegative());
    }

    @Property
    @Tries(inBuild = 500, inLong = 25_000)
    void words(@ForAll("damagedSettings") Input input) {
        Oracle.check(() -> {
            Oracle.isRefused(() -> OutputFormat.of(input.text(), OutputFormat.values()));
            RunStatus.of(input.text());
        });
    }

    @Provide
    Arbitrary<Input> damagedSettings() {
        return Damage.of(List.of("26214400", "25MB", "2 GiB", "999999999999t", "90m", "7 d", "999999999d", "table"));
    }
}
