package io.github.amlmaven.compute;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program {@code docker-credential-<name>}, which keeps logins where the system keeps passwords.
 *
 * @param program null: there is none of that name
 */
record CredentialProgram(String name, @Nullable Path program) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST_BYTES = 1 << 20;
    private static final String TOKEN = "<token>";

    static CredentialProgram of(String name) {
        return new CredentialProgram(
                name, NAME.matcher(name).matches() ? SearchPath.find("docker-credential-" + name) : null);
    }

    /** What it keeps for a registry; empty: nothing. */
    Optional<AuthConfig> get(String address) throws IOException {
        if (program == null) {
            throw failed("cannot be found in the folders of PATH");
        }
        Process process = new ProcessBuilder(program.toString(), "get")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            ask(process, address);
            byte[] answer =
                    CompletableFuture.supplyAsync(() -> answer(process)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            int code = process.waitFor();
            // All of them say so, whatever code they end with.
            if (new String(answer, StandardCharsets.UTF_8).contains("credentials not found")) {
                return Optional.empty();
            } else if (code != 0) {
                throw failed("ended with exit code " + code);
            }
            return auth(new ObjectMapper().readValue(answer, Map.class));
        } catch (JacksonException e) {
            // Its words would quote what it cannot read.
            throw failed("gave an answer that is not JSON");
        } catch (TimeoutException e) {
            throw failed("does not answer within " + PATIENCE_SECONDS + " s");
        } catch (ExecutionException e) {
            throw failed("broke off: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void ask(Process process, String address) throws IOException {
        try (OutputStream question = process.getOutputStream()) {
            question.write(address.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] answer(Process process) {
        try {
            return process.getInputStream().readNBytes(MOST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<AuthConfig> auth(Map<?, ?> answer) {
        if (!(answer.get("Username") instanceof String user) || !(answer.get("Secret") instanceof String secret)) {
            return Optional.empty();
        }
        return Optional.of(
                user.equals(TOKEN)
                        ? new AuthConfig().withIdentityToken(secret)
                        : new AuthConfig().withUsername(user).withPassword(secret));
    }

    private AmlException failed(String how) {
        return new AmlException(
                "docker-credential-" + name + ", which the docker configuration names, " + how,
                "see that docker login works, or remove credsStore and credHelpers from config.json");
    }
}
