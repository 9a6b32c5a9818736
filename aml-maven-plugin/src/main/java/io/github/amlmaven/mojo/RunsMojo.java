package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that bring one run of a history elsewhere, or all. */
abstract class RunsMojo extends AmlMojo {
    /**
     * The run: its number where it is, its id, or {@code last}. Example: {@code -Daml.run=42}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.run", defaultValue = "last")
    private String run;

    /**
     * All runs that have ended, the oldest first, instead of one. Example: {@code -Daml.all}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.all", defaultValue = "false")
    private boolean all;

    /** The runs that the user means, the oldest first. */
    final List<RunRecord> runs(RunHistory from) throws IOException {
        if (!all) {
            return List.of(from.find(run));
        }
        List<RunRecord> runs = new ArrayList<>(from.list(RunFilter.ALL).runs());
        Collections.reverse(runs);
        runs.removeIf(each -> {
            boolean open = !each.status().isFinal();
            if (open) {
                getLog().info("Run " + each.number() + " is left out: it is "
                        + each.status().label());
            }
            return open;
        });
        return runs;
    }

    /** Whether the user means all runs that are of use. */
    final boolean all() {
        return all;
    }
}
