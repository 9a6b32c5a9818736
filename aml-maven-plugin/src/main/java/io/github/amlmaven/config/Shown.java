package io.github.amlmaven.config;

/** How a value from a file appears in a message: quoted, on one line, not too long, and never a secret. */
final class Shown {
    private static final int LONGEST = 60;

    private Shown() {}

    static String value(String text) {
        return "'" + plain(text) + "'";
    }

    static String plain(String text) {
        if (SecretWords.looksSecret(text) || SecretWords.holdsLogin(text)) {
            return "***";
        }
        if (text.length() <= LONGEST) {
            return escaped(text);
        }
        int end = Character.isLowSurrogate(text.charAt(LONGEST)) ? LONGEST + 1 : LONGEST;
        return escaped(text.substring(0, end)) + (end == text.length() ? "" : "...");
    }

    /** The whole text on one line. */
    static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i), shown);
        }
        return shown.toString();
    }

    private static void character(char c, StringBuilder shown) {
        if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
            shown.append("\\u")
                    .append(Character.forDigit(c >> 12, 16))
                    .append(Character.forDigit((c >> 8) & 15, 16))
                    .append(Character.forDigit((c >> 4) & 15, 16))
                    .append(Character.forDigit(c & 15, 16));
        } else {
            shown.append(c);
        }
    }
}
