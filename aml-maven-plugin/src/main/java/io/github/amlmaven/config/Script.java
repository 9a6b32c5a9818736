package io.github.amlmaven.config;

import java.util.List;

/**
 * The script of a run and what it is called with.
 *
 * @param path relative to the project, with {@code /} between its components, inside the project
 * @param arguments as the script shall see them
 */
public record Script(String path, List<String> arguments) {
    public Script {
        arguments = List.copyOf(arguments);
    }
}
