package io.github.amlmaven.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A map of a configuration file, asked key by key.
 *
 * <p>Each question checks the value and adds what is wrong to the findings; a wrong value counts as absent. Ask for each
 * key once, and at the end {@link #rest} for the keys that nobody asked for.
 */
final class Section {
    private final Node.Mapping mapping;
    private final Findings findings;
    private final String prefix;
    private final Set<String> asked = new TreeSet<>();

    Section(Node.Mapping mapping, Findings findings) {
        this(mapping, findings, "");
    }

    private Section(Node.Mapping mapping, Findings findings, String prefix) {
        this.mapping = mapping;
        this.findings = findings;
        this.prefix = prefix;
    }

    Findings findings() {
        return findings;
    }

    Place place() {
        return mapping.place();
    }

    /** The value of a key; null: the key is absent, or its value is null. */
    @Nullable
    Node find(String key) {
        Node written = written(key);
        return written == null || written.isNothing() ? null : written;
    }

    /** The value of a key as it was written, also where that is null; null: the key is absent. */
    @Nullable
    Node written(String key) {
        asked.add(key);
        Node.Entry found = null;
        for (Node.Entry entry : mapping.entries()) {
            String written = entry.key().text();
            if (!written.equalsIgnoreCase(key)) {
                continue;
            }
            if (found != null) {
                findings.mistake(
                        entry.key().place(),
                        Shown.value(written) + " and " + Shown.value(found.key().text()) + " (line "
                                + found.key().place().line() + ") are the same key",
                        "keep one of them, as " + key);
                continue;
            }
            if (!written.equals(key)) {
                findings.warn(entry.key().place(), Shown.value(written) + " is read as " + key + "; write it so");
            }
            found = entry;
        }
        return found == null ? null : found.value();
    }

    /** A single value without the blanks around it; null: absent or empty. */
    @Nullable
    Text text(String key) {
        return text(key, find(key));
    }

    /** As the other, for a value that was found before. */
    @Nullable
    Text text(String key, @Nullable Node node) {
        Node.Scalar scalar = scalar(key, node);
        if (scalar == null || scalar.isNull() || scalar.text().isBlank()) {
            return null;
        }
        String text = scalar.text().strip();
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                findings.mistake(
                        scalar.place(),
                        name(key) + " holds a line break or another control character",
                        "write " + key + " on one line");
                return null;
            }
        }
        return new Text(text, scalar.place());
    }

    /** True or false in any spelling of YAML 1.1, quoted or not; null: absent or empty. */
    @Nullable
    Boolean flag(String key) {
        Text text = text(key);
        if (text == null) {
            return null;
        }
        Boolean flag = truth(text.value().toLowerCase(Locale.ROOT));
        if (flag == null) {
            findings.mistake(
                    text.place(),
                    name(key) + " is " + Shown.value(text.value()) + ", which is neither true nor false",
                    "write " + key + ": true or " + key + ": false");
        }
        return flag;
    }

    private static @Nullable Boolean truth(String word) {
        return switch (word) {
            case "true", "yes", "on" -> Boolean.TRUE;
            case "false", "no", "off" -> Boolean.FALSE;
            default -> null;
        };
    }

    boolean flag(String key, boolean otherwise) {
        Boolean flag = flag(key);
        return flag == null ? otherwise : flag;
    }

    /** A list of single values, each as it was written; null: absent. */
    @Nullable
    List<String> texts(String key) {
        List<Node> items = items(key);
        if (items == null) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        for (Node item : items) {
            if (item.isNothing()
                    && item instanceof Node.Scalar scalar
                    && scalar.text().isEmpty()) {
                findings.mistake(
                        item.place(), "an item of " + name(key) + " is empty", "fill it in, delete it, or write \"\"");
            } else if (item instanceof Node.Scalar scalar) {
                texts.add(scalar.text());
            } else {
                findings.mistake(
                        item.place(),
                        "an item of " + name(key) + " is a list or a map where a single value is wanted",
                        "put the item in quotes");
            }
        }
        return texts;
    }

    /** A list of whatever; null: absent. */
    @Nullable
    List<Node> items(String key) {
        Node node = find(key);
        if (node == null || node instanceof Node.Sequence) {
            return node == null ? null : ((Node.Sequence) node).items();
        }
        findings.mistake(
                node.place(), name(key) + " is not a list", "write " + key + ": [\"first\", \"second\"], or - lines");
        return null;
    }

    /** A map of single values in the order of the file, a missing value as empty text; empty: absent. */
    Map<String, Text> table(String key) {
        Map<String, Text> table = new LinkedHashMap<>();
        Section section = section(key);
        if (section == null) {
            return table;
        }
        for (Node.Entry entry : section.mapping.entries()) {
            String name = entry.key().text();
            Node.Scalar value = entry.value().isNothing() ? null : section.scalar(name, entry.value());
            table.put(
                    name,
                    new Text(value == null ? "" : value.text(), entry.key().place()));
        }
        return table;
    }

    /** A map within this one; null: absent. */
    @Nullable
    Section section(String key) {
        Node node = find(key);
        if (node instanceof Node.Mapping inner) {
            return new Section(inner, findings, prefix + key + ".");
        }
        if (node != null) {
            findings.mistake(
                    node.place(),
                    name(key) + " is not a map",
                    "write 'name: value' lines, indented, below " + key + ":");
        }
        return null;
    }

    /** Reports a key that must be there, at the key that may have been meant; a wrong value was reported before. */
    void missing(String key, String remedy) {
        for (Node.Entry entry : mapping.entries()) {
            String written = entry.key().text();
            boolean blank =
                    entry.value() instanceof Node.Scalar scalar && scalar.text().isBlank();
            if (written.equalsIgnoreCase(key) && !blank && !entry.value().isNothing()) {
                return;
            }
            if (!asked.contains(written) && key.equals(Spelling.nearest(written, Set.of(key)))) {
                findings.mistake(
                        entry.key().place(),
                        name(key) + " is missing; here is " + Shown.value(written),
                        "rename " + Shown.value(written) + " to " + key);
                return;
            }
        }
        findings.mistake(mapping.place(), name(key) + " is missing", remedy);
    }

    /** The keys that were never asked for, so that they have no effect. */
    List<Node.Entry> rest() {
        List<Node.Entry> rest = new ArrayList<>();
        for (Node.Entry entry : mapping.entries()) {
            boolean known = false;
            for (String key : asked) {
                known |= key.equalsIgnoreCase(entry.key().text());
            }
            if (!known) {
                rest.add(entry);
            }
        }
        return rest;
    }

    /** The key that was probably meant; null: none is near. */
    @Nullable
    String meant(String written) {
        return Spelling.nearest(written, asked);
    }

    /** The full name of a key, for messages. */
    String name(String key) {
        return prefix + Shown.plain(key);
    }

    private Node.@Nullable Scalar scalar(String key, @Nullable Node node) {
        if (node == null || node instanceof Node.Scalar) {
            return (Node.Scalar) node;
        }
        findings.mistake(
                node.place(),
                name(key) + " is a " + (node instanceof Node.Sequence ? "list" : "map")
                        + " where a single value is wanted",
                "write " + Shown.plain(key) + ": and one value; quote a value that begins with [ or {");
        return null;
    }
}
