package io.github.amlmaven.store;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.github.amlmaven.AmlException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Gets tokens from one that Azure knows, and again before they end: within a time, and with failures in words. */
final class SignIn implements TokenCredential {
    static final TokenRequestContext STORAGE = new TokenRequestContext().addScopes(BlobCredential.Identity.SCOPE);
    private static final Duration EARLIER = Duration.ofMinutes(5);

    private final TokenCredential tokens;
    private final String source;
    private final String remedy;
    private final Duration longest;
    private @Nullable AccessToken last;

    SignIn(TokenCredential tokens, String source, String remedy, Duration longest) {
        this.tokens = tokens;
        this.source = source;
        this.remedy = remedy;
        this.longest = longest;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }

    @Override
    public synchronized AccessToken getTokenSync(TokenRequestContext request) {
        AccessToken token = last;
        // With claims, the service has refused the token that there is.
        if (token == null
                || request.getClaims() != null
                || token.getExpiresAt().minus(EARLIER).isBefore(OffsetDateTime.now(ZoneOffset.UTC))) {
            token = ask(request);
            last = token;
        }
        return token;
    }

    private AccessToken ask(TokenRequestContext request) {
        FutureTask<AccessToken> task = new FutureTask<>(() -> tokens.getTokenSync(request));
        Thread thread = new Thread(task, "aml-sign-in");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw failed("no answer for " + longest.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted while signing in to Azure"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw failed(words(cause), cause);
        }
    }

    private AmlException failed(String why, Throwable cause) {
        return new AmlException("cannot sign in to Azure: " + source + ": " + why, remedy, cause);
    }

    /** The first line of the deepest failure, which is the one of Azure or of the network. */
    private static String words(Throwable failure) {
        Throwable deepest = failure;
        for (int i = 0; i < 16 && deepest.getCause() != null; i++) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(
                deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage());
        String line = message.strip().lines().findFirst().orElse("");
        return Redaction.withoutSecrets(line.length() > 300 ? line.substring(0, 300) + "..." : line);
    }
}
