package io.github.amlmaven.store;

import java.util.regex.Pattern;

/** Takes what opens a store out of a text that is to be shown: an error's words, a log line, an address. */
final class Redaction {
    private static final String MASK = "***";
    private static final String EQUALS = "(?:=|%3d|%253d)";
    /** A value ends where a query, a connection string or a sentence goes on; {@code %26} is an encoded {@code &}. */
    private static final String VALUE = "(?:(?!%26|%2526|%3b)[^\\s&;\"'<>,|)\\]}\\\\])+";

    private static final Pattern NAMED = Pattern.compile(
            "((?:(?<![a-z0-9])|(?<=%26|%3f|%3b|%2526|%253f|%253b))(?:sig|signature|accountkey|account_key|accesskey|sharedaccesskey|x-ms-copy-source-authorization"
                    + "|client_secret|client_assertion|access_token|refresh_token|password)" + EQUALS + ")" + VALUE,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern JSON = Pattern.compile(
            "(\"(?:access_?token|refresh_?token|client_?secret|sig|accountkey)\"\\s*:\\s*\")[^\"]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADER = Pattern.compile(
            "((?:authorization)[\"']?\\s*[:=]\\s*[\\[\"']?)(?!\\*)[^\\r\\n\"'\\]]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCHEME = Pattern.compile(
            "\\b((?:bearer|sharedkey|sharedkeylite)(?:\\s+|%20|\\+))[A-Za-z0-9._~+/=:%-]{8,}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    /** 64 bytes in base64, also with its last signs encoded for a URL. */
    private static final Pattern KEY =
            Pattern.compile("(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]|%2[BbFf]){86}(?:=|%3[Dd]){2}");

    private Redaction() {}

    /** The text with {@code ***} for each signature, key and token. */
    static String withoutSecrets(String text) {
        String shown = NAMED.matcher(text).replaceAll("$1" + MASK);
        shown = JSON.matcher(shown).replaceAll("$1" + MASK);
        shown = HEADER.matcher(shown).replaceAll("$1" + MASK);
        shown = SCHEME.matcher(shown).replaceAll("$1" + MASK);
        shown = TOKEN.matcher(shown).replaceAll(MASK);
        return KEY.matcher(shown).replaceAll(MASK);
    }
}
