package io.github.amlmaven.run;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a word between two commas.
 *
 * @param quoted whether some of it was in quotes, so that it is meant as it is
 */
record SweepPiece(String text, boolean quoted) {

    /** The words of a text, at blanks, each in its pieces; quotes keep blanks and commas together. */
    static List<List<SweepPiece>> split(String text) throws SweepMistake {
        List<List<SweepPiece>> words = new ArrayList<>();
        List<SweepPiece> word = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        boolean quoted = false;
        char quote = 0;
        for (char c : (text.strip() + " ").toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                piece.append(quote == 0 ? "" : c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                quoted = true;
            } else if (c == ',' || Character.isWhitespace(c)) {
                if (c == ',' || !piece.isEmpty() || quoted || !word.isEmpty()) {
                    word.add(new SweepPiece(piece.toString(), quoted));
                }
                piece.setLength(0);
                quoted = false;
                if (c != ',' && !word.isEmpty()) {
                    words.add(word);
                    word = new ArrayList<>();
                }
            } else {
                piece.append(c);
            }
        }
        if (quote != 0) {
            throw new SweepMistake("in '" + text + "' the quote " + quote + " is not closed");
        }
        return words;
    }
}
