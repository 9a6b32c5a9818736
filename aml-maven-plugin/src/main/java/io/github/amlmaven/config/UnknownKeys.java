package io.github.amlmaven.config;

/** Never passes over a key in silence: a slip gets the right spelling, a secret is refused, the rest is named. */
final class UnknownKeys {
    /** More than this many mean that the file is of another kind; the number says that as well as the names. */
    private static final int MOST_NAMED = 20;

    private UnknownKeys() {}

    private static final String SECRET_REMEDY =
            "delete the line and change the secret; a script gets a variable of your"
                    + " shell by its name: -Daml.inheritEnvironment=<NAME>";

    /** Reports the keys of a section that have no effect. */
    static void report(Section section) {
        report(section, SECRET_REMEDY);
    }

    /** As the other, with what to do about a secret. */
    static void report(Section section, String secretRemedy) {
        int unknown = 0;
        for (Node.Entry entry : section.keys().rest()) {
            if (holdsSecret(entry)) {
                refuseSecret(section, entry.key().text(), entry.value().place(), secretRemedy);
            } else if (++unknown <= MOST_NAMED) {
                warn(section, entry.key());
            }
        }
        if (unknown > MOST_NAMED) {
            section.findings()
                    .warn(
                            section.place(),
                            (unknown - MOST_NAMED) + " more unknown keys below this are ignored",
                            "check that this is a file of the kind that its name says");
        }
    }

    private static void warn(Section section, Node.Scalar key) {
        String meant = section.keys().meant(key.text());
        section.findings()
                .warn(
                        key.place(),
                        "unknown key " + Shown.value(section.name(key.text())) + " is ignored",
                        meant == null ? "delete it" : "did you mean " + meant + "?");
    }

    /** Reads a key that may hold a reference to a secret, and refuses the secret itself. */
    static void checkReference(Section section, String key, String secretRemedy) {
        Text text = section.text(key);
        if (text != null && !SecretWords.isReference(text.value())) {
            refuseSecret(section, key, text.place(), secretRemedy);
        }
    }

    private static boolean holdsSecret(Node.Entry entry) {
        return entry.value() instanceof Node.Scalar scalar
                && !scalar.isNull()
                && SecretWords.isSecret(entry.key().text(), scalar.text());
    }

    private static void refuseSecret(Section section, String key, Place place, String remedy) {
        section.findings()
                .mistake(place, section.name(key) + " holds a secret in plain text, and this file is shared", remedy);
    }
}
