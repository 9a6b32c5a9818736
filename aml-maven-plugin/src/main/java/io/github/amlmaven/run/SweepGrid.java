package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The things that vary in a sweep: {@code --reg=0.01,0.1,1; --depth=2,4}.
 *
 * <p>Each is written as the script wants it: {@code --reg=0.1,1} gives {@code --reg=0.1}, {@code --reg 0.1,1} gives the two
 * arguments {@code --reg} and {@code 0.1}, {@code 0.1,1} the argument {@code 0.1}.
 */
public final class SweepGrid {
    private static final SweepCombination NOTHING = new SweepCombination(List.of(), Map.of());
    private static final int TRIES = 100;
    private static final int MOST_PARTS = 100;

    private final List<SweepDimension> dimensions;

    private SweepGrid(List<SweepDimension> dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * Reads it.
     *
     * @param random whether it is drawn from, so that ranges need no step
     * @throws AmlException with all mistakes at once
     */
    public static SweepGrid read(String text, boolean random) {
        List<SweepDimension> dimensions = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        List<String> parts = parts(text);
        if (parts.size() > MOST_PARTS) {
            mistakes.add(parts.size() + " things vary, at most " + MOST_PARTS + " can");
        }
        for (String part : parts.subList(0, Math.min(MOST_PARTS, parts.size()))) {
            try {
                SweepDimension dimension = SweepDimension.read(part, dimensions.size() + 1, random);
                String name = dimension.name();
                for (int i = 2; !names.add(name); i++) {
                    name = dimension.name() + "_" + i;
                }
                dimensions.add(dimension.named(name));
            } catch (SweepMistake e) {
                mistakes.add(e.getMessage());
            }
        }
        if (!mistakes.isEmpty() || dimensions.isEmpty()) {
            throw new AmlException(
                    "the grid cannot be read: "
                            + (mistakes.isEmpty() ? "there is nothing in it" : String.join("\n    ", mistakes)),
                    "write what varies with ';' between: -Daml.grid=\"--reg=0.01,0.1,1; --depth=2..8:2; --kind='a b',c\"");
        }
        return new SweepGrid(dimensions);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char quote = 0;
        for (char c : (text + ";").toCharArray()) {
            if (quote == 0 && (c == ';' || c == '\n')) {
                if (!part.toString().isBlank()) {
                    parts.add(part.toString().strip());
                }
                part.setLength(0);
            } else {
                quote = c == quote ? 0 : quote == 0 && (c == '\'' || c == '"') ? c : quote;
                part.append(c);
            }
        }
        if (!part.toString().isBlank()) {
            parts.add(part.substring(0, part.length() - 1).strip()); // its quote is not closed, which is told
        }
        return parts;
    }

    /** How many combinations there are; {@link Long#MAX_VALUE} for more than can be counted, or any number. */
    public long size() {
        long size = 1;
        for (SweepDimension dimension : dimensions) {
            long values = dimension.continuous() == null ? dimension.values().size() : Long.MAX_VALUE;
            size = size > Long.MAX_VALUE / values ? Long.MAX_VALUE : size * values;
        }
        return size;
    }

    /** All combinations; what stands last varies fastest. To be called for a {@link #size} that fits the memory. */
    public List<SweepCombination> all() {
        List<SweepCombination> combinations = List.of(NOTHING);
        for (SweepDimension dimension : dimensions) {
            List<SweepCombination> longer = new ArrayList<>();
            for (SweepCombination combination : combinations) {
                dimension.values().forEach(value -> longer.add(dimension.with(combination, value)));
            }
            combinations = longer;
        }
        return combinations;
    }

    /** So many different ones drawn by {@link Random} with that seed; all of them when there are no more. */
    public List<SweepCombination> draw(int count, long seed) {
        if (size() <= count) {
            return all();
        }
        Random random = new Random(seed);
        Set<SweepCombination> drawn = new LinkedHashSet<>();
        for (int tries = 0; drawn.size() < count && tries < count * TRIES; tries++) {
            SweepCombination combination = NOTHING;
            for (SweepDimension dimension : dimensions) {
                combination = dimension.with(combination, dimension.draw(random));
            }
            drawn.add(combination);
        }
        return List.copyOf(drawn);
    }
}
