package io.github.amlmaven.compute;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The docker CLI's own {@code config.json}, where {@code docker login} keeps what it was told. */
record DockerConfigFile(Path file, Map<?, ?> content) {
    /** The user's, in the folder that {@code DOCKER_CONFIG} names, else in {@code ~/.docker}. */
    static DockerConfigFile read() throws IOException {
        return in(DockerContext.folder(System.getenv(), Path.of(System.getProperty("user.home"))));
    }

    /** The one in a folder; an empty one where there is none. */
    static DockerConfigFile in(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            return new DockerConfigFile(file, Map.of());
        }
        try {
            return new DockerConfigFile(file, new ObjectMapper().readValue(file.toFile(), Map.class));
        } catch (JacksonException e) {
            // Its own words may quote the file, and with it a password.
            throw new AmlException(
                    "the docker configuration " + file + " is not JSON: line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    "correct it, or name another folder with DOCKER_CONFIG=<folder>");
        }
    }

    /** The object under a key; empty when there is none. */
    Map<?, ?> table(String key) {
        return content.get(key) instanceof Map<?, ?> table ? table : Map.of();
    }

    /** Under their names in a Dockerfile, the proxies that the docker CLI gives to every build and every container. */
    Map<String, String> proxies() {
        Map<String, String> proxies = new LinkedHashMap<>();
        if (table("proxies").get("default") instanceof Map<?, ?> written) {
            Map.of(
                            "httpProxy",
                            "HTTP_PROXY",
                            "httpsProxy",
                            "HTTPS_PROXY",
                            "noProxy",
                            "NO_PROXY",
                            "ftpProxy",
                            "FTP_PROXY")
                    .forEach((key, name) -> {
                        if (written.get(key) instanceof String proxy && !proxy.isEmpty()) {
                            proxies.put(name, proxy);
                            proxies.put(name.toLowerCase(java.util.Locale.ROOT), proxy);
                        }
                    });
        }
        return proxies;
    }
}
