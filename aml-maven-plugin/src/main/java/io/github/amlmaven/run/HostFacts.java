package io.github.amlmaven.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What is recorded of the computer a run is started from. */
final class HostFacts {
    private static final Path LINUX_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private HostFacts() {}

    static Map<String, Object> fields() throws IOException {
        Map<String, Object> host = new TreeMap<>();
        host.put("name", name());
        host.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        host.put("arch", System.getProperty("os.arch"));
        host.put("processors", Runtime.getRuntime().availableProcessors());
        host.put("java", System.getProperty("java.version"));
        return host;
    }

    private static String name() throws IOException {
        if (Files.exists(LINUX_HOST_NAME)) {
            return Files.readString(LINUX_HOST_NAME).strip();
        }
        String name = System.getenv("HOSTNAME");
        return name == null ? "unknown" : name;
    }
}
