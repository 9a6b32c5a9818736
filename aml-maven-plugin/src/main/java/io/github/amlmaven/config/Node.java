package io.github.amlmaven.config;

import java.util.List;

/** A piece of a YAML or JSON file: text as it was written, a list or a map, and where it stands. */
sealed interface Node {
    Place place();

    /** A single value; plain means without quotes, so that it may stand for null. */
    record Scalar(Place place, String text, boolean plain) implements Node {
        boolean isNull() {
            return plain
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }
    }

    /** A list. */
    record Sequence(Place place, List<Node> items) implements Node {}

    /** A map, in the order of the file, no key twice. */
    record Mapping(Place place, List<Entry> entries) implements Node {
        boolean has(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A key with its value. */
    record Entry(Scalar key, Node value) {}

    /** Whether nothing is said: null, or no value at all. */
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.isNull();
    }
}
