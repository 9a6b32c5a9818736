package io.github.amlmaven;

import java.util.regex.Pattern;

/**
 * Whose runs these are: account, workspace and project, as in the Workbench.
 *
 * <p>The three names become folders of the share directory and of the store, so each is 1 to 64 letters, digits, dots,
 * dashes or underscores, and begins with a letter or a digit.
 */
public record ProjectId(String account, String workspace, String project) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

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
                    "'" + name + "' cannot be the " + parameter + " of a project",
                    "set -Daml." + parameter
                            + "=<name> to 1 to 64 letters, digits, dots, dashes or underscores that begin with a letter or digit");
        }
    }
}
