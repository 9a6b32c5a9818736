package io.github.amlmaven.web;

import io.github.amlmaven.history.Json;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Writes JSON into a script file, piece by piece, so that nothing in it is taken for the end of the script or of a line. */
record ScriptData(Writer out) {
    /** What is ours, and JavaScript as it is. */
    void code(String text) throws IOException {
        out.write(text);
    }

    void json(@Nullable Object value) throws IOException {
        out.write(safe(Json.write(value)));
    }

    /** Such characters are in the texts of a JSON only, where each may be written as its number. */
    static String safe(String json) {
        StringBuilder safe = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
                safe.append(String.format("\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }
}
