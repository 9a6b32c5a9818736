package io.github.amlmaven.config;

import java.util.Locale;

/** Tells by name and by look what does not belong in a file that is shared. */
final class SecretWords {
    private static final String[] WITHIN = {
        "password",
        "passwd",
        "passphrase",
        "secret",
        "accountkey",
        "accesskey",
        "storagekey",
        "apikey",
        "privatekey",
        "connectionstring"
    };
    private static final String[] AT_THE_END = {"token", "pwd", "sas", "credential", "credentials"};
    /** The length of a storage account's key: 64 bytes in base64. */
    private static final int ACCOUNT_KEY = 88;

    private SecretWords() {}

    /** Whether a key of this name holds a secret; the name of a file that holds one does not. */
    static boolean isSecretName(String key) {
        String name =
                key.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").strip();
        if (name.endsWith("file") || name.endsWith("path") || name.endsWith("directory")) {
            return false;
        }
        for (String word : WITHIN) {
            if (name.contains(word)) {
                return true;
            }
        }
        for (String word : AT_THE_END) {
            if (name.endsWith(word)) {
                return true;
            }
        }
        return Spelling.distance(name, "password") <= 2;
    }

    /** Whether a value under a name is a secret, by either, and not only names one that is kept elsewhere. */
    static boolean isSecret(String name, String value) {
        return !value.isBlank() && !isReference(value) && (isSecretName(name) || looksSecret(value));
    }

    /** Whether a value is a key or a signature by its look. */
    static boolean looksSecret(String value) {
        return value.contains("sig=")
                || value.contains("AccountKey=")
                || value.contains("SharedAccessKey=")
                || value.contains("PRIVATE KEY")
                || isAccountKey(value.strip());
    }

    /** Whether a value only names a secret that is kept elsewhere, as the Workbench wrote them. */
    static boolean isReference(String value) {
        return value.startsWith("AzureMlSecret=");
    }

    private static boolean isAccountKey(String value) {
        if (value.length() != ACCOUNT_KEY || !value.endsWith("==")) {
            return false;
        }
        for (int i = 0; i < ACCOUNT_KEY - 2; i++) {
            char c = value.charAt(i);
            if (!Grammar.isLetterOrDigit(c) && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }
}
