package io.github.amlmaven.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that varies in a sweep.
 *
 * @param name for tables
 * @param words the arguments before the value
 * @param prefix what the value is attached to, such as {@code --reg=}; empty for a word of its own
 * @param values each one once
 * @param continuous in the place of values: every number of it
 */
record SweepDimension(
        String name,
        List<String> words,
        String prefix,
        List<String> values,
        @Nullable SweepRange continuous) {

    /** Reads {@code --reg=0.1,1}, {@code --reg 0.1,1} or {@code 0.1,1}; {@code position} is for one without a name. */
    static SweepDimension read(String text, int position, boolean random) throws SweepMistake {
        List<List<SweepPiece>> words = SweepPiece.split(text);
        List<SweepPiece> list = new ArrayList<>(words.get(words.size() - 1));
        List<String> before = new ArrayList<>();
        for (List<SweepPiece> word : words.subList(0, words.size() - 1)) {
            before.add(String.join(",", word.stream().map(SweepPiece::text).toList()));
        }
        String prefix = "";
        SweepPiece first = list.get(0);
        int equals = first.text().indexOf('=');
        if (isOption(first.text()) && equals > 0) {
            prefix = first.text().substring(0, equals + 1);
            list.set(0, new SweepPiece(first.text().substring(equals + 1), first.quoted()));
        } else if (isOption(first.text())) {
            throw new SweepMistake(
                    "'" + text + "' has no values; write " + first.text() + "=1,2 or " + first.text() + " 1,2");
        }
        String option = prefix.isEmpty() ? before.isEmpty() ? "" : before.get(before.size() - 1) : prefix;
        String name = option.replaceAll("^-+|=$", "");
        return filled(isOption(option) && !name.isEmpty() ? name : "arg" + position, before, prefix, list, random);
    }

    private static SweepDimension filled(
            String name, List<String> words, String prefix, List<SweepPiece> list, boolean random) throws SweepMistake {
        Set<String> values = new LinkedHashSet<>();
        for (SweepPiece piece : list) {
            SweepRange range = piece.quoted() ? null : SweepRange.of(piece.text());
            if (range == null) {
                if (piece.text().isEmpty() && !piece.quoted()) {
                    throw new SweepMistake("a value of " + name + " is empty; write '' when that is meant");
                }
                values.add(piece.text());
            } else if (random && range.isContinuous()) {
                if (list.size() > 1) {
                    throw new SweepMistake("'" + piece.text() + "' of " + name
                            + " stands for every number between, and cannot be one of a list; give it a step");
                }
                return new SweepDimension(name, words, prefix, List.of(), range);
            } else {
                values.addAll(range.values());
            }
        }
        return new SweepDimension(name, words, prefix, List.copyOf(values), null);
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && !word.matches("-[0-9.].*");
    }

    SweepDimension named(String other) {
        return new SweepDimension(other, words, prefix, values, continuous);
    }

    SweepCombination with(SweepCombination combination, String value) {
        List<String> arguments = new ArrayList<>(words);
        arguments.add(prefix + value);
        return combination.and(arguments, name, value);
    }

    String draw(Random random) {
        return continuous == null ? values.get(random.nextInt(values.size())) : continuous.draw(random);
    }
}
