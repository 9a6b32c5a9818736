package io.github.amlmaven.config;

/**
 * Where something stands in a file, as editors count: the first line and the first column are 1.
 *
 * @param file relative to the project
 * @param line 0 when the whole file is meant
 */
record Place(String file, int line, int column) {
    /** The place of a mistake that concerns the file as a whole. */
    static Place of(String file) {
        return new Place(file, 0, 0);
    }

    /** The place just behind a beginning of the file. */
    static Place after(String file, CharSequence beginning) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < beginning.length(); i++) {
            char c = beginning.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == beginning.length() || beginning.charAt(i + 1) != '\n'));
            if (ends) {
                line++;
                column = 1;
            } else if (!Character.isLowSurrogate(c)) {
                column++;
            }
        }
        return new Place(file, line, column);
    }

    @Override
    public String toString() {
        String shown = Shown.escaped(file);
        return line == 0 ? shown : shown + ":" + line + ":" + column;
    }
}
