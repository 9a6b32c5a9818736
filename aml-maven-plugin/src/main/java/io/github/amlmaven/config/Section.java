package io.github.amlmaven.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A map of a configuration file, asked key by key.
 *
 * <p>Each question checks the value and adds what is wrong to the findings; a wrong value counts as absent. Ask for each
 * key once.
 */
final class Section {
    private final Node.Mapping mapping;
    private final Findings findings;
    private final String prefix;
    private final Keys keys;

    Section(Node.Mapping mapping, Findings findings) {
        this(mapping, findings, "");
    }

    private Section(Node.Mapping mapping, Findings findings, String prefix) {
        this.mapping = mapping;
        this.findings = findings;
        this.prefix = prefix;
        this.keys = new Keys(mapping, findings);
    }

    Keys keys() {
        return keys;
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
        Node written = keys.find(key);
        return written == null || written.isNothing() ? null : written;
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
        List<Text> items = placedTexts(key);
        return items == null ? null : items.stream().map(Text::value).collect(Collectors.toList());
    }

    /** As the other, with the place of each. */
    @Nullable
    List<Text> placedTexts(String key) {
        List<Node> items = items(key);
        if (items == null) {
            return null;
        }
        List<Text> texts = new ArrayList<>();
        for (Node item : items) {
            if (item.isNothing()
                    && item instanceof Node.Scalar scalar
                    && scalar.text().isEmpty()) {
                findings.mistake(
                        item.place(), "an item of " + name(key) + " is empty", "fill it in, delete it, or write \"\"");
            } else if (item instanceof Node.Scalar scalar) {
                texts.add(new Text(scalar.text(), item.place()));
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
        String example = node instanceof Node.Scalar scalar
                ? Shown.plain(scalar.text().strip()).replaceAll("\\s+", "\", \"")
                : "first\", \"second";
        findings.mistake(
                node.place(),
                name(key) + " is not a list",
                "write " + key + ": [\"" + example + "\"], or - lines below");
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
        Node value = keys.find(key);
        if (value != null
                && !value.isNothing()
                && !(value instanceof Node.Scalar scalar && scalar.text().isBlank())) {
            return;
        }
        Node.Entry slip = value == null ? keys.slip(key) : null;
        if (slip == null) {
            findings.mistake(value == null ? mapping.place() : value.place(), name(key) + " is missing", remedy);
            return;
        }
        String written = Shown.value(slip.key().text());
        findings.mistake(
                slip.key().place(), name(key) + " is missing; here is " + written, "rename " + written + " to " + key);
    }

    /**
     * Warns of keys that a target of another type has no use for.
     *
     * @param fits whether it has
     * @param meant a type that has
     */
    void withoutEffect(List<String> names, boolean fits, @Nullable TargetType type, String meant) {
        for (String key : names) {
            Node written = fits || type == null ? null : find(key);
            if (written != null && type != null) {
                findings.warn(
                        written.place(),
                        key + " has no effect on a target of type " + type.word(),
                        "delete it, or write type: " + meant);
            }
        }
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
