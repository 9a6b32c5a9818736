package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What of a store's address must not be seen, and must not have been typed there. */
public final class StoreSecrets {
    private static final Pattern SECRET = Pattern.compile(
            "(sig|accountkey|accesskey|accesssignature|password)(=|%3d)|[a-z0-9+/]{86}==", Pattern.CASE_INSENSITIVE);

    private StoreSecrets() {}

    /** Whether a text holds a key, a signature, or who logs in. */
    public static boolean isIn(String text) {
        int scheme = text.regionMatches(true, 0, "file:", 0, "file:".length()) ? -1 : text.indexOf("://");
        return SECRET.matcher(text).find() || (scheme >= 0 && text.indexOf('@', scheme) >= 0);
    }

    /** The failure of one who has written a secret where others see it. */
    static AmlException refused(String shown) {
        return new AmlException(
                shown + " was given with a key, a signature (SAS) or a password, which others may have seen there",
                "change or revoke it; then keep the new one in a <server> of settings.xml, or in the environment as"
                        + " AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_KEY or AZURE_STORAGE_CONNECTION_STRING, and leave only"
                        + " the address in aml.store");
    }

    /** An address without its query, which can hold a signature, and without a password, which may hold any sign. */
    static String address(String written) {
        if (written.toLowerCase(Locale.ROOT).matches("(?s).*account(name|key)=.*|.*sharedaccesssignature=.*")) {
            return "a connection string";
        }
        String shown = written.split("[?#;]|%3[fF]", 2)[0];
        int colon = shown.indexOf(':');
        if (colon < 0 || !shown.startsWith("/", colon + 1)) {
            return shown.substring(shown.lastIndexOf('@') + 1);
        }
        String rest = shown.substring(colon + 1).replaceFirst("^/+", "");
        return Redaction.withoutSecrets(shown.substring(0, colon) + "://" + rest.substring(rest.lastIndexOf('@') + 1));
    }
}
