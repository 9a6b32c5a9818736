package io.github.amlmaven.store;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Whoever has signed in with {@code az login}.
 *
 * @param program the absolute path of {@code az}
 * @param longest what it may take
 */
record AzureCli(Path program, Duration longest) implements TokenCredential {
    /** A token of unknown end is taken for one that is good for the shortest time Azure gives. */
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(6);

    /** The program in the absolute folders of {@code PATH}; a project brings none of its own. Null: there is none. */
    static @Nullable Path find(Map<String, String> environment) {
        boolean windows = File.separatorChar == '\\';
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            try {
                Path program = Path.of(folder, windows ? "az.cmd" : "az");
                if (!folder.isBlank()
                        && program.isAbsolute()
                        && Files.isRegularFile(program)
                        && Files.isExecutable(program)
                        && !isOfProject(program)) {
                    return program;
                }
            } catch (InvalidPathException e) {
                // A folder whose name this locale cannot express holds nothing we could start.
            }
        }
        return null;
    }

    /** Whether it lies where a project does: below the first folder that holds a POM or a configuration. */
    private static boolean isOfProject(Path program) {
        Path real;
        try {
            real = program.toRealPath();
        } catch (IOException e) {
            return true;
        }
        return isBelowProject(real) || isBelowProject(program.normalize());
    }

    private static boolean isBelowProject(Path program) {
        for (Path folder = program.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("pom.xml")) || Files.exists(folder.resolve("aml_config"))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        try {
            return ask();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AccessToken ask() throws IOException {
        Path errors = Files.createTempFile("aml-az", ".txt");
        try {
            Process az = new ProcessBuilder(
                            program.toString(),
                            "account",
                            "get-access-token",
                            "--resource",
                            "https://storage.azure.com",
                            "--output",
                            "json")
                    .directory(new File(System.getProperty("java.io.tmpdir")))
                    .redirectError(errors.toFile())
                    .start();
            az.getOutputStream().close();
            limit(az);
            String answer = new String(az.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = az.waitFor();
            if (exit != 0) {
                throw new IOException("az ended with " + exit + ": " + firstLine(errors));
            }
            return token(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while az was asked for a token", e);
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    private void limit(Process az) {
        Thread watch = new Thread(
                () -> {
                    try {
                        az.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
                        end(az);
                    } catch (InterruptedException e) {
                        end(az);
                    }
                },
                "aml-az-limit");
        watch.setDaemon(true);
        watch.start();
    }

    /** With what it has started: az is a script around Python. */
    private static void end(Process az) {
        if (az.isAlive()) {
            az.descendants().forEach(ProcessHandle::destroyForcibly);
            az.destroyForcibly();
        }
    }

    private static String firstLine(Path errors) throws IOException {
        String text = new String(Files.readAllBytes(errors), StandardCharsets.UTF_8).strip();
        return text.lines().findFirst().orElse("it said nothing");
    }

    private static AccessToken token(String answer) throws IOException {
        String token = null;
        Instant end = Instant.now().plus(SHORTEST_LIFE);
        try (JsonReader reader = JsonProviders.createReader(answer)) {
            Map<String, Object> values = reader.readMap(JsonReader::readUntyped);
            if (values != null) {
                token = values.get("accessToken") instanceof String text ? text : null;
                end = values.get("expires_on") instanceof Number seconds
                        ? Instant.ofEpochSecond(seconds.longValue())
                        : end;
            }
        } catch (IOException | IllegalStateException e) {
            // What it says may be the token, so it is not repeated.
            throw new IOException("az gave no token that could be read");
        }
        if (token == null) {
            throw new IOException("az gave no token");
        }
        return new AccessToken(token, OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
    }
}
