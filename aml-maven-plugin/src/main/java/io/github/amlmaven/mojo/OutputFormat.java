package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways a goal can write its answer, the values of {@code aml.output}. */
enum OutputFormat {
    TABLE,
    JSON,
    CSV,
    MARKDOWN;

    /** The format of that name, which must be one of those the goal knows. */
    static OutputFormat of(String name, OutputFormat... known) {
        List<OutputFormat> formats = Arrays.asList(known);
        for (OutputFormat format : formats) {
            if (format.word().equalsIgnoreCase(name.strip())) {
                return format;
            }
        }
        throw new AmlException(
                "'" + name + "' is not an output format of this goal",
                "set -Daml.output to one of "
                        + formats.stream().map(OutputFormat::word).collect(Collectors.joining(", ")));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
