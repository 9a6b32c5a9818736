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
                || isAccountKey(value.strip())
                || holdsLogin(value, false);
    }

    /** Whether an address in a value says who logs in: {@code https://user:password@host}, {@code https://token@host}. */
    static boolean holdsLogin(String value) {
        return holdsLogin(value, true);
    }

    /** A user without a password may be a token, or nobody's secret. */
    private static boolean holdsLogin(String value, boolean tokens) {
        for (int at = value.indexOf("://"); at >= 0; at = value.indexOf("://", at + 1)) {
            int begin = at + "://".length();
            int end = begin;
            while (end < value.length() && "@/?# \t\r\n\"'".indexOf(value.charAt(end)) < 0) {
                end++;
            }
            String login = end < value.length() && value.charAt(end) == '@' ? value.substring(begin, end) : "";
            int colon = login.indexOf(':');
            boolean token = tokens && colon < 0 && isWeb(value, at) && !login.equals("git");
            String secret = colon >= 0 ? login.substring(colon + 1) : token ? login : "";
            // ${NAME} stands for a variable, which is kept elsewhere.
            if (!secret.isEmpty() && !secret.startsWith("${")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the scheme that ends here is one where a user alone is no name that everybody has, as with SSH. */
    private static boolean isWeb(String value, int end) {
        return value.startsWith("https", end - 5) || value.startsWith("http", end - 4);
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
