package io.github.amlmaven.run;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the combinations of a sweep from a CSV file (RFC 4180, UTF-8): names in the first line, then a run each. */
public final class SweepFile {
    private SweepFile() {}

    /**
     * The combinations. Under {@code --reg=} or {@code reg=} the value is attached ({@code --reg=0.1}), under {@code reg}
     * or {@code --reg} it is an argument of its own, under {@code arg1} or a number it has no name; an empty cell is left
     * out.
     *
     * @throws AmlException for a file that is none, with the line at fault
     */
    public static List<SweepCombination> read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw refused(file, "it is not in UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new AmlException("there is no file " + file, "name a CSV file: -Daml.csv=<file>", e);
        }
        Set<SweepCombination> combinations = new LinkedHashSet<>();
        try (CsvReader<CsvRecord> rows =
                CsvReader.builder().ofCsvRecord(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
            List<String> names = null;
            for (CsvRecord row : rows) {
                if (names == null) {
                    names = names(file, row.getFields());
                } else {
                    combinations.add(combination(file, names, row));
                }
            }
        } catch (CsvParseException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        }
        if (combinations.isEmpty()) {
            throw refused(file, "it has no line below the names", null);
        }
        return List.copyOf(combinations);
    }

    private static List<String> names(Path file, List<String> header) {
        List<String> names = new ArrayList<>();
        for (String field : header) {
            String name = field.strip();
            if (name.isEmpty() || names.contains(name)) {
                throw refused(file, name.isEmpty() ? "a column has no name" : "two columns are named " + name, null);
            }
            names.add(name);
        }
        return names;
    }

    private static SweepCombination combination(Path file, List<String> names, CsvRecord row) {
        if (row.getFieldCount() != names.size()) {
            throw refused(
                    file,
                    "line " + row.getStartingLineNumber() + " has " + row.getFieldCount() + " values for "
                            + names.size() + " names",
                    null);
        }
        SweepCombination combination = new SweepCombination(List.of(), Map.of());
        for (int i = 0; i < names.size(); i++) {
            String value = row.getField(i);
            if (!value.isEmpty()) {
                String name = names.get(i);
                combination = combination.and(words(name, value), name.replaceAll("^-+|=$", ""), value);
            }
        }
        return combination;
    }

    private static List<String> words(String name, String value) {
        if (name.matches("(arg)?[0-9]+")) {
            return List.of(value);
        }
        List<String> words = new ArrayList<>();
        String option = name.startsWith("-") ? name : "--" + name;
        if (option.endsWith("=")) {
            words.add(option + value);
        } else {
            words.add(option);
            words.add(value);
        }
        return words;
    }

    private static AmlException refused(Path file, String why, @Nullable Exception cause) {
        String problem = file + " cannot be read as CSV: " + why;
        String remedy = "write the names in the first line and a run in each line below:\n     reg,depth\n     0.1,2";
        return cause == null ? new AmlException(problem, remedy) : new AmlException(problem, remedy, cause);
    }
}
