package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.run.SweepResume;
import java.io.IOException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the user chooses about the runs of a sweep: what varies, how many there are, how many at once. */
abstract class GridMojo extends ScriptMojo {
    /**
     * What varies, with {@code ;} between: each as the script wants its argument, with a list for the value.
     * {@code --reg=0.1,1} gives {@code --reg=0.1}, {@code --reg 0.1,1} gives {@code --reg 0.1}, {@code 0.1,1} an argument
     * without a name. A value with a blank, comma or semicolon stands in quotes. Ranges are lists, too: {@code 1..10},
     * {@code 0.1..1:0.1} (a step), {@code 1..64*2} (a factor), {@code 0.001..1:log} (powers of ten). Example:
     * {@code -Daml.grid="--reg=0.01,0.1,1; --depth=2..8:2; --kind='a b',c"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.grid")
    private @Nullable String grid;

    /**
     * In the place of all combinations of the grid so many different ones, drawn at random. A range without a step then
     * stands for every number between ({@code 0.1..1}); with {@code :log} each power of ten comes as often as another.
     * Example: {@code -Daml.random=20}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.random", defaultValue = "0")
    private int random;

    /**
     * What the random numbers begin with: the same seed draws the same combinations. Default: a new one; it
     * is printed and recorded. Example: {@code -Daml.seed=7}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.seed")
    private @Nullable Long seed;

    /**
     * In the place of a grid a CSV file: names in the first line, below it a run in each line. Under {@code reg} a value is
     * given as {@code --reg 0.1}, under {@code reg=} as {@code --reg=0.1}, under {@code arg1} or a number without a name;
     * an empty cell is left out. Example: {@code -Daml.csv=runs.csv}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.csv")
    private @Nullable String csv;

    /**
     * How many runs there are at once. More than one is for scripts that leave processors or memory unused, or for a target
     * elsewhere. Example: {@code -Daml.parallel=4}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.parallel", defaultValue = "1")
    private int parallel;

    /**
     * No further run is begun once so many did not complete; 0: all runs are made. Example: {@code -Daml.maxFailures=3}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.maxFailures", defaultValue = "0")
    private int maxFailures;

    /**
     * Goes on with an earlier sweep, the newest or the run named: makes the runs that are missing or did not complete, and
     * takes over the others. Script, arguments and run configuration are those of the earlier sweep. Examples:
     * {@code -Daml.resume}, {@code -Daml.resume=12}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.resume")
    private @Nullable String resume;

    /**
     * The most runs that a sweep may have, so that none is begun by a slip of the pen. Example: {@code -Daml.limit=5000}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.limit", defaultValue = "1000")
    private int limit;

    /** What has been chosen. */
    final SweepChoice choice() {
        return new SweepChoice(grid, csv, random, seed, limit, parallel, maxFailures);
    }

    /** The sweep to go on with; null for a new one. */
    final @Nullable SweepResume earlier(Module module) throws IOException {
        if (resume == null || resume.equals("false")) {
            return null;
        }
        if (grid != null || csv != null || random > 0) {
            throw new AmlException(
                    "-Daml.resume goes on with what an earlier sweep had to do, and takes no other combinations",
                    "leave out -Daml.grid, -Daml.csv and -Daml.random, or begin a new sweep without -Daml.resume");
        }
        String selector = resume.isEmpty() || resume.equals("true") ? "last" : resume;
        SweepResume earlier = SweepResume.of(history(module), selector);
        getLog().info("Going on with run " + earlier.earlier().number() + ": "
                + earlier.taken().size() + " of its runs have completed, "
                + earlier.missing().size() + " are to be made.");
        return earlier;
    }
}
