package io.github.amlmaven.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The keys of a map: finds them whatever their case, and remembers which were asked for. */
final class Keys {
    private final Node.Mapping mapping;
    private final Findings findings;
    private final Set<String> asked = new TreeSet<>();

    Keys(Node.Mapping mapping, Findings findings) {
        this.mapping = mapping;
        this.findings = findings;
    }

    /** The value of a key as it was written, also where that is null; null: the key is absent. */
    @Nullable
    Node find(String key) {
        boolean first = asked.add(key);
        Node.Entry found = null;
        for (Node.Entry entry : mapping.entries()) {
            String written = entry.key().text();
            if (!written.equalsIgnoreCase(key)) {
                continue;
            }
            if (found == null) {
                found = entry;
                if (first && !written.equals(key)) {
                    findings.warn(entry.key().place(), Shown.value(written) + " is read as " + key, "write it so");
                }
            } else if (first) {
                findings.mistake(
                        entry.key().place(),
                        Shown.value(written) + " and " + Shown.value(found.key().text()) + " (line "
                                + found.key().place().line() + ") are the same key",
                        "keep one of them, as " + key);
            }
        }
        return found == null ? null : found.value();
    }

    /** The entry whose key was probably meant to be this one, which is absent; null: there is none. */
    Node.@Nullable Entry slip(String key) {
        for (Node.Entry entry : mapping.entries()) {
            String written = entry.key().text();
            if (!asked.contains(written) && key.equals(Spelling.nearest(written, Set.of(key)))) {
                return entry;
            }
        }
        return null;
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
}
