package io.github.amlmaven.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what Azure's libraries log of their own accord from Maven's output, unless the user has asked for it by its name. */
final class AzureLogs {
    /** They tell each failure that is thrown as well, of which the words are ours. */
    private static final Map<String, String> LEVELS =
            Map.of("com.azure", "off", "com.microsoft.aad.msal4j", "off", "reactor", "off");
    /** As Maven 3 and Maven 4 name them. */
    private static final List<String> PREFIXES = List.of("org.slf4j.simpleLogger.log.", "maven.logger.log.");

    /**
     * The JDK's client, which tells whole addresses when somebody sets {@code jdk.httpclient.HttpClient.log}. Held, or a
     * filter on it is forgotten.
     */
    private static final Logger JDK = Logger.getLogger("jdk.httpclient.HttpClient");

    private AzureLogs() {}

    /** To be called before any of that is loaded. */
    static void quieten() {
        JDK.setFilter(AzureLogs::isHarmless);
        for (String prefix : PREFIXES) {
            LEVELS.forEach((logger, level) -> {
                String name = prefix + logger;
                System.setProperty(name, System.getProperty(name, level));
            });
        }
    }

    private static boolean isHarmless(LogRecord told) {
        String text = told.getMessage() + Arrays.toString(told.getParameters());
        return Redaction.withoutSecrets(text).equals(text);
    }
}
