package io.github.amlmaven.compute;

import java.util.ArrayList;
import java.util.List;

/** Takes a line of {@code ~/.ssh/config} apart. */
final class SshConfigLine {
    private SshConfigLine() {}

    /** The keyword and its arguments, without quotes; empty: there are none. An {@code =} may follow the keyword. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '#' && !begun && !quoted) {
                break;
            }
            if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (!quoted && (c == ' ' || c == '\t' || (c == '=' && isKeyword(words, begun)))) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                }
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    /** Whether an {@code =} ends the keyword, or stands between it and the first argument. */
    private static boolean isKeyword(List<String> words, boolean begun) {
        return words.isEmpty() || (words.size() == 1 && !begun);
    }
}
