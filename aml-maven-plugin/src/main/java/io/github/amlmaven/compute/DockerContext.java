package io.github.amlmaven.compute;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A context of the docker CLI: a name for the address of an engine.
 *
 * <p>It lies in {@code contexts/meta/<SHA-256 of the name>/meta.json} of the CLI's folder, its certificates in
 * {@code contexts/tls/<SHA-256 of the name>/docker}.
 */
record DockerContext(String name, String source, Path folder) {
    /** The one in effect; null: the usual socket is meant. */
    static @Nullable DockerContext current(Map<String, String> environment, Path home) {
        Path folder = folder(environment, home);
        String asked = environment.get("DOCKER_CONTEXT");
        if (asked != null && !asked.isEmpty()) {
            return asked.equals("default") ? null : new DockerContext(asked, "DOCKER_CONTEXT", folder);
        }
        Path config = folder.resolve("config.json");
        if (!Files.isRegularFile(config)) {
            return null;
        }
        String used = read(config).path("currentContext").asText("");
        return used.isEmpty() || used.equals("default") ? null : new DockerContext(used, config.toString(), folder);
    }

    /** The folder of the docker CLI's settings. */
    static Path folder(Map<String, String> environment, Path home) {
        String folder = environment.get("DOCKER_CONFIG");
        return folder == null || folder.isEmpty() ? home.resolve(".docker") : Path.of(folder);
    }

    DockerAddress address() {
        String key = sha256(name);
        Path meta = folder.resolve("contexts/meta").resolve(key).resolve("meta.json");
        if (!Files.isRegularFile(meta)) {
            throw new AmlException(
                    "there is no Docker context '" + name + "', which " + source + " names",
                    "see which there are (docker context ls), and choose one: docker context use <name>");
        }
        String host = read(meta).path("Endpoints").path("docker").path("Host").asText("");
        if (host.isEmpty()) {
            throw new AmlException(
                    "the Docker context '" + name + "' has no address in " + meta,
                    "make it again: docker context update " + name + " --docker host=<address>");
        }
        Path certificates = folder.resolve("contexts/tls").resolve(key).resolve("docker");
        return new DockerAddress(
                host,
                Files.isRegularFile(certificates.resolve("key.pem")) ? certificates : null,
                "the context '" + name + "'");
    }

    /** A file of the docker CLI. */
    static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JacksonException e) {
            // Its own words may quote the file, and with it a password.
            throw new AmlException(
                    "the docker configuration " + file + " is not JSON: line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    "correct it, or name another folder with DOCKER_CONFIG=<folder>");
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read " + file + " of the docker CLI: " + e.getMessage(),
                    "correct it, or name another folder: DOCKER_CONFIG=<folder>",
                    e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
