package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The names that can be put on runs: {@code best}, {@code baseline}, {@code paper-v2}. */
public final class Labels {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,63}");

    private Labels() {}

    /**
     * The names in a text such as {@code best,baseline}, each once.
     *
     * @throws AmlException when one of them cannot be a label, which names all such
     */
    public static List<String> parse(String text) {
        Set<String> labels = new LinkedHashSet<>();
        Set<String> mistakes = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            // What looks the same is the same, however it was typed in.
            String label = Normalizer.normalize(part.strip(), Normalizer.Form.NFC);
            (NAME.matcher(label).matches() ? labels : mistakes).add(label);
        }
        if (!mistakes.isEmpty()) {
            throw new AmlException(
                    "'" + String.join("', '", mistakes) + "' cannot be a label of a run",
                    "write letters, digits, '.', '_' and '-', a letter or digit first, 64 at most, with commas between"
                            + " several: -Daml.label=best,baseline");
        }
        return List.copyOf(labels);
    }
}
