package io.github.amlmaven.compute;

import java.util.List;
import java.util.Locale;

/** Host patterns as OpenSSH has them: {@code *}, {@code ?}, and {@code !} before what is not meant. */
final class SshPatterns {
    private SshPatterns() {}

    /** Whether one of them matches, and none that begins with {@code !}. */
    static boolean match(List<String> patterns, String host) {
        boolean found = false;
        for (String pattern : patterns) {
            boolean not = pattern.startsWith("!");
            if (matches(pattern.substring(not ? 1 : 0).toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT))) {
                if (not) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** In time of the product of both lengths, whatever stars there are. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resumed = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resumed = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resumed;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
