package io.github.amlmaven.config;

/** Never passes over a key in silence: a slip gets the right spelling, a secret is refused, the rest is named. */
final class UnknownKeys {
    private UnknownKeys() {}

    /** Reports the keys of a section that have no effect. */
    static void report(Section section) {
        for (Node.Entry entry : section.keys().rest()) {
            String written = entry.key().text();
            if (holdsSecret(entry)) {
                refuseSecret(section, written, entry.value().place());
                continue;
            }
            String meant = section.keys().meant(written);
            section.findings()
                    .warn(
                            entry.key().place(),
                            "unknown key " + Shown.value(section.name(written)) + " is ignored"
                                    + (meant == null ? "" : "; did you mean " + meant + "?"));
        }
    }

    /** Reads a key that may hold a reference to a secret, and refuses the secret itself. */
    static void checkReference(Section section, String key) {
        Text text = section.text(key);
        if (text != null && !SecretWords.isReference(text.value())) {
            refuseSecret(section, key, text.place());
        }
    }

    private static boolean holdsSecret(Node.Entry entry) {
        return entry.value() instanceof Node.Scalar scalar
                && !scalar.isNull()
                && !scalar.text().isBlank()
                && !SecretWords.isReference(scalar.text())
                && (SecretWords.isSecretName(entry.key().text()) || SecretWords.looksSecret(scalar.text()));
    }

    private static void refuseSecret(Section section, String key, Place place) {
        section.findings()
                .mistake(
                        place,
                        section.name(key) + " holds a secret in plain text, and this file is shared",
                        "delete the value here and change the secret; use an SSH key, or a <server> in settings.xml");
    }
}
