package io.github.amlmaven.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML, and with it JSON, into nodes from the parser's events alone: nothing is constructed, no type is guessed,
 * tags are refused, and depth and aliases are bounded.
 */
final class NodeReader {
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 20;

    private final String file;
    private final String text;
    private final Findings findings;
    private final ParserImpl parser;
    private final Map<String, Node> anchors = new HashMap<>();
    private int aliases;
    /** Whether what is being read may be a secret, so that no message may quote it. */
    private boolean secret;

    NodeReader(String file, String text, Findings findings) {
        this.file = file;
        this.text = text;
        this.findings = findings;
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(ConfigFile.LARGEST);
        this.parser = new ParserImpl(new StreamReader(Separation.withBlanks(text)), options);
    }

    /** The content of the only document; null: there is none. */
    @Nullable
    Node read() throws UnreadableFileException {
        SyntaxMistake.checkConflict(file, text);
        try {
            parser.getEvent();
            if (parser.checkEvent(Event.ID.StreamEnd)) {
                return null;
            }
            parser.getEvent();
            Node root = node(1);
            parser.getEvent();
            if (!parser.checkEvent(Event.ID.StreamEnd)) {
                throw refused(
                        parser.peekEvent().getStartMark(),
                        "a second document begins here",
                        "keep one document; delete the line '---' and what does not belong");
            }
            return root;
        } catch (MarkedYAMLException e) {
            throw SyntaxMistake.of(file, text, e);
        } catch (NumberFormatException e) {
            // SnakeYAML lets this out where the digits of \U do not fit into an int.
            throw refused(Place.of(file), "an escape \\U in the file names no character", "correct its eight digits");
        } catch (YAMLException e) {
            throw refused(
                    Place.of(file),
                    "this is not YAML: " + Shown.plain(String.valueOf(e.getMessage())),
                    "correct the file");
        }
    }

    private Node node(int depth) throws UnreadableFileException {
        Event event = parser.getEvent();
        Mark mark = event.getStartMark();
        if (depth > DEEPEST) {
            throw refused(
                    mark, "the values are nested deeper than " + DEEPEST + " levels", "write them with less nesting");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias);
        }
        Node node;
        if (event instanceof ScalarEvent scalar) {
            checkTag(scalar.getTag(), mark);
            node = scalar(scalar);
        } else {
            CollectionStartEvent start = (CollectionStartEvent) event;
            checkTag(start.getTag(), mark);
            node = event.is(Event.ID.MappingStart) ? mapping(mark, depth) : sequence(mark, depth);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node aliased(AliasEvent alias) throws UnreadableFileException {
        if (++aliases > MOST_ALIASES) {
            throw refused(
                    alias.getStartMark(),
                    "there are more than " + MOST_ALIASES + " aliases",
                    "write the values out instead of '*name'");
        }
        Node node = anchors.get(alias.getAnchor());
        if (node == null) {
            throw refused(
                    alias.getStartMark(),
                    secret
                            ? "a value that begins with '*' is an alias"
                            : "the alias '*" + Shown.plain(alias.getAnchor()) + "' has no anchor before it",
                    "put the value in quotes if it is not meant as an alias");
        }
        return node;
    }

    private Node sequence(Mark mark, int depth) throws UnreadableFileException {
        List<Node> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            items.add(node(depth + 1));
        }
        parser.getEvent();
        return new Node.Sequence(place(mark), items);
    }

    private Node mapping(Mark mark, int depth) throws UnreadableFileException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Set<String> merged = new HashSet<>();
        boolean outer = secret;
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            Node key = node(depth + 1);
            if (!(key instanceof Node.Scalar name)) {
                throw refused(
                        key.place(),
                        "a list or a map is no key",
                        "write a word before the colon; quote a value that begins with { or [");
            }
            secret = outer || SecretWords.isSecretName(name.text());
            Node value = node(depth + 1);
            secret = outer;
            if (name.plain() && name.text().equals("<<") && value instanceof Node.Mapping defaults) {
                for (Node.Entry entry : defaults.entries()) {
                    if (entries.putIfAbsent(entry.key().text(), entry) == null) {
                        merged.add(entry.key().text());
                    }
                }
            } else {
                add(new Node.Entry(name, value), entries, merged);
            }
        }
        parser.getEvent();
        return new Node.Mapping(place(mark), new ArrayList<>(entries.values()));
    }

    /** Adds an entry that wins over merged ones, and over no other. */
    private void add(Node.Entry entry, Map<String, Node.Entry> entries, Set<String> merged) {
        String name = entry.key().text();
        Node.Entry first = entries.get(name);
        if (first == null || merged.remove(name)) {
            entries.put(name, entry);
        } else {
            findings.mistake(
                    entry.key().place(),
                    Shown.value(name) + " is given twice (first in line "
                            + first.key().place().line() + ")",
                    "delete one of the two lines");
        }
    }

    private Node scalar(ScalarEvent event) throws UnreadableFileException {
        String value = event.getValue();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (c == '\0' || (!pair && Character.isSurrogate(c))) {
                throw refused(
                        event.getStartMark(),
                        c == '\0' ? "the value holds a NUL character" : "the value holds half of a surrogate pair",
                        "delete the escape that makes it");
            }
            i += pair ? 1 : 0;
        }
        return new Node.Scalar(place(event.getStartMark()), value, event.isPlain());
    }

    private void checkTag(@Nullable String tag, Mark mark) throws UnreadableFileException {
        if (tag != null) {
            throw refused(
                    mark,
                    "tags are not allowed here" + (secret ? "" : " (" + Shown.value(tag) + ")"),
                    "delete the tag, or put the value in quotes if '!' belongs to it");
        }
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private UnreadableFileException refused(Mark mark, String what, String remedy) {
        return refused(place(mark), what, remedy);
    }

    private static UnreadableFileException refused(Place place, String what, String remedy) {
        return new UnreadableFileException(place, what, remedy);
    }
}
