package io.github.amlmaven;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of an artifact: a relative path with {@code /} between its components, the same on every system.
 *
 * <p>A name is data. It may hold blanks, backslashes and control characters (a store encodes what it cannot carry), but
 * it can never lead out of the folder it is put under: no component is empty, {@code .} or {@code ..}, and none holds a
 * NUL.
 */
public record ArtifactPath(String value) implements Comparable<ArtifactPath> {
    /** The length limit of a path on Linux, in UTF-16 units. */
    public static final int LONGEST = 4096;

    public ArtifactPath {
        if (!isSafe(value)) {
            throw new AmlException(
                    "'" + printable(value) + "' is not an artifact path",
                    "name it relative to the run, with '/' and without '..', such as outputs/model.pkl");
        }
    }

    /** Whether the text can be an artifact path, for callers that leave a bad name out instead of failing. */
    public static boolean isSafe(String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
            return false;
        }
        for (String component : text.split("/", -1)) {
            if (component.isEmpty() || component.equals(".") || component.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** The path made of a folder's relative path, in the form of the running system. */
    public static ArtifactPath of(Path relative) {
        List<String> components = new ArrayList<>();
        relative.forEach(component -> components.add(component.toString()));
        return new ArtifactPath(String.join("/", components));
    }

    public List<String> components() {
        return List.of(value.split("/"));
    }

    /** The last component. */
    public String fileName() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ArtifactPath other) {
        return value.compareTo(other.value);
    }

    /** The name for a console: control characters are shown as {@code \}{@code uXXXX}. */
    @Override
    public String toString() {
        return printable(value);
    }

    /** Text for a console or a record: control characters are shown as {@code \}{@code uXXXX}. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return shown.toString();
    }
}
