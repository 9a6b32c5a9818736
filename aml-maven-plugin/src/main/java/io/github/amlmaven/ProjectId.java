package io.github.amlmaven;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Whose runs these are: account, workspace and project, as in the Workbench.
 *
 * <p>The three names become folders of the share directory and of the store, so each is 1 to 64 letters, digits, dots,
 * dashes or underscores, and begins with a letter or a digit.
 */
public record ProjectId(String account, String workspace, String project) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST = 64;

    public ProjectId {
        check("account", account);
        check("workspace", workspace);
        check("projectName", project);
    }

    /** The three names joined by {@code /}, the prefix of everything that is kept for the project. */
    public String path() {
        return account + "/" + workspace + "/" + project;
    }

    @Override
    public String toString() {
        return path();
    }

    private static void check(String parameter, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new AmlException(
                    "'" + name + "' cannot be " + (parameter.equals("projectName") ? "a project" : "the " + parameter)
                            + "'s name",
                    "set -Daml." + parameter + "=" + allowed(name)
                            + " or another of 1 to 64 letters A-Z, digits, dots, dashes or underscores that begins with a"
                            + " letter or digit");
        }
    }

    /** The nearest name that is allowed: letters without their accents, a dash for each other sign. */
    private static String allowed(String name) {
        StringBuilder allowed = new StringBuilder();
        for (char c : Normalizer.normalize(name, Normalizer.Form.NFD).toCharArray()) {
            if (allowed.length() == LONGEST) {
                break;
            } else if (c < 0x80 && Character.isLetterOrDigit(c)) {
                allowed.append(c);
            } else if (!allowed.isEmpty() && Character.getType(c) != Character.NON_SPACING_MARK) {
                allowed.append(c == '.' || c == '_' ? c : '-');
            }
        }
        return allowed.isEmpty() ? "<name>" : allowed.toString();
    }
}
