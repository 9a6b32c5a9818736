package io.github.amlmaven.mojo;

import java.util.List;
import java.util.Properties;

/**
 * How the user types another goal about the same history.
 *
 * @param prefix {@code aml:}, or the plugin's coordinates where no POM makes the prefix known
 * @param options what was typed to choose the history, with a leading blank
 */
record GoalCommand(String prefix, String options) {
    private static final List<String> HISTORY = List.of(
            "aml.store",
            "aml.serverId",
            "aml.journalFolder",
            "aml.outboxFolder",
            "aml.account",
            "aml.workspace",
            "aml.projectName");

    static GoalCommand in(Module module, Properties typed) {
        StringBuilder options = new StringBuilder();
        for (String property : HISTORY) {
            String value = typed.getProperty(property);
            if (value != null) {
                options.append(' ').append(option(property, value));
            }
        }
        return new GoalCommand(module.hasPom() ? "aml:" : "io.github.amlmaven:aml-maven-plugin:", options.toString());
    }

    /** A setting as it is typed; a switch that is on needs no value. */
    static String option(String property, String value) {
        boolean plain = value.matches("[A-Za-z0-9_./~:@,-]+");
        return "-D" + property + (value.equals("true") ? "" : "=" + (plain ? value : "'" + value + "'"));
    }

    /** The whole command. */
    String of(String goal, String... more) {
        StringBuilder command = new StringBuilder("mvn ").append(prefix).append(goal);
        for (String option : more) {
            command.append(' ').append(option);
        }
        return command.append(options).toString();
    }
}
