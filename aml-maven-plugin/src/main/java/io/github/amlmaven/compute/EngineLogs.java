package io.github.amlmaven.compute;

import java.util.List;
import java.util.Map;

/** Keeps what docker-java logs of its own accord from Maven's output, unless the user has asked for it by its name. */
final class EngineLogs {
    /**
     * The HTTP client tells, as of importance, whenever it tries a connection again, and under -X each header: those of a pull
     * have the password for the registry in them. The callbacks print what they are told, with a stack trace.
     */
    private static final Map<String, String> LEVELS =
            Map.of("zerodep", "warn", "api.async.ResultCallbackTemplate", "off");
    /** As Maven 3 and Maven 4 name them. */
    private static final List<String> PREFIXES = List.of("org.slf4j.simpleLogger.log.", "maven.logger.log.");

    private EngineLogs() {}

    /** To be called before any of that is loaded. */
    static void quieten() {
        for (String prefix : PREFIXES) {
            LEVELS.forEach((logger, level) -> {
                String name = prefix + "com.github.dockerjava." + logger;
                System.setProperty(name, System.getProperty(name, level));
            });
        }
    }
}
