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

/** Whatever is typed as a grid is read and drawn from, or refused in words. */
@AddLifecycleHook(Fuzzing.class)
class SweepGridFuzz {
    private static final List<String> GRIDS = List.of(
            "--reg=0.01,0.1,1; --depth 2,4; 1..10",
            "0.1..1:0.1,7; --kind='a b',\"c;d\"; 1..64*2",
            "--lr=1e-5..0.1:log; --layers=1..8; --rate=0.5..0.9; -x .5..1.5:.25");

    @Property
    @Tries(inBuild = 1000, inLong = 100_000)
    void grids(@ForAll("damagedGrids") Input input) {
        Oracle.check(() -> {
            SweepGrid grid = SweepGrid.read(input.text(), input.text().length() % 2 == 0);
            if (grid.size() <= 1_000) {
                grid.all();
            }
            grid.draw(10, 7);
        });
    }

    @Provide
    Arbitrary<Input> damagedGrids() {
        return Damage.of(GRIDS);
    }
}
