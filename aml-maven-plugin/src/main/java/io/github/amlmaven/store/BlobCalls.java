package io.github.amlmaven.store;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.util.Context;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the requests of one container, again where that may help, and gives up in time.
 *
 * <p>Every request may be sent twice: what writes is conditional, and a caller that is told of a conflict reads back.
 */
final class BlobCalls {
    /** Known to every service and emulator of the last years; nothing newer is needed. */
    private static final String API_VERSION = "2023-11-03";

    private static final Logger LOG = LoggerFactory.getLogger(BlobCalls.class);
    private static final DateTimeFormatter RFC_1123 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 8_000;

    private final String container;
    private final Supplier<HttpPipelinePolicy> authorization;
    private final Limits limits;
    private final @Nullable SSLSocketFactory tls;
    private final BlobErrors errors;
    private @Nullable HttpPipeline pipeline;

    /**
     * How long a service is waited for.
     *
     * @param silence without a byte, after which an attempt has failed
     * @param total after which a call is given up, unless bytes have gone through meanwhile
     * @param unreachable as {@code total}, where not even a connection comes about
     */
    record Limits(Duration silence, Duration total, Duration unreachable) {
        static final Limits USUAL = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(85), Duration.ofSeconds(10));
    }

    /**
     * @param container the container's URL, without a slash at the end
     * @param authorization signs requests; asked for with the first one
     * @param tls null: the JDK's
     */
    BlobCalls(
            String container,
            Supplier<HttpPipelinePolicy> authorization,
            Limits limits,
            @Nullable SSLSocketFactory tls) {
        this.container = container;
        this.authorization = authorization;
        this.limits = limits;
        this.tls = tls;
        this.errors = new BlobErrors(container);
    }

    /** The same container, asked without a credential. */
    BlobCalls asAnybody() {
        return new BlobCalls(container, NoAuthorization::new, limits, tls);
    }

    /** The container's URL. */
    String container() {
        return container;
    }

    /** The URL of a blob. */
    String url(String blob) {
        return blob.isEmpty() ? container : container + "/" + BlobNames.inUrl(blob);
    }

    /** Sends a request of which only success counts. */
    void call(BlobCall call) throws IOException {
        call(call, response -> true);
    }

    /**
     * Sends a request until there is an answer that can be read.
     *
     * @throws StoreAwayException when there is none in time
     */
    <T> T call(BlobCall call, BlobCall.Answer<T> answer) throws IOException {
        long start = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            long pause;
            IOException failure;
            try (HttpResponse response = send(call)) {
                int status = response.getStatusCode();
                if (isSuccess(status) || call.expected().contains(status)) {
                    return answer.read(response);
                }
                failure = errors.of(call, response);
                if (!BlobErrors.mayPass(call, response, attempt)) {
                    throw failure;
                }
                pause = BlobErrors.retryAfterMillis(response);
            } catch (UncheckedIOException e) {
                failure = Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e));
                pause = 0;
            } catch (IOException e) {
                if (e instanceof BlobErrors.Refused || e instanceof DamagedObjectException) {
                    throw e;
                }
                failure = e;
                pause = 0;
            }
            LOG.debug("attempt {} of {} {} failed: {}", attempt, call.method(), call.blob(), String.valueOf(failure));
            pause(Math.max(pause, pauseAfter(attempt)), start, failure);
        }
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    private static long pauseAfter(int attempt) {
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt - 1, 10));
        return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    }

    private void pause(long millis, long start, IOException failure) throws IOException {
        Duration most = isUnreachable(failure) ? limits.unreachable() : limits.total();
        long left = most.toMillis() - (System.nanoTime() - start) / 1_000_000;
        // An attempt that could be cut short by the end says nothing about the service.
        if (left < millis
                || (failure instanceof SocketTimeoutException
                        && left < limits.silence().toMillis())) {
            throw errors.away(failure);
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the store was waited for");
        }
    }

    private static boolean isUnreachable(IOException failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException;
    }

    private HttpResponse send(BlobCall call) throws IOException {
        String query = call.query().isEmpty() ? "" : "?" + call.query();
        HttpRequest request = new HttpRequest(call.method(), new URL(url(call.blob()) + query));
        HttpHeaders headers = request.getHeaders();
        headers.set(BlockingHttpClient.header("x-ms-version"), API_VERSION);
        headers.set(BlockingHttpClient.header("x-ms-date"), RFC_1123.format(ZonedDateTime.now(ZoneOffset.UTC)));
        headers.set(HttpHeaderName.USER_AGENT, "aml-maven-plugin");
        for (Map.Entry<String, String> header : call.headers().entrySet()) {
            headers.set(HttpHeaderName.fromString(header.getKey()), header.getValue());
        }
        BlockingHttpClient.Body body = call.body();
        if (body == null && call.method() == HttpMethod.PUT) {
            body = new BlockingHttpClient.Body(new byte[0], 0);
        }
        // The signature of a key is wrong without a length, also where there is no body.
        headers.set(HttpHeaderName.CONTENT_LENGTH, body == null ? "0" : Integer.toString(body.length()));
        Context context = body == null ? Context.NONE : new Context(BlockingHttpClient.BODY, body);
        return pipeline().sendSync(request, context);
    }

    private synchronized HttpPipeline pipeline() {
        HttpPipeline open = pipeline;
        if (open == null) {
            open = new HttpPipelineBuilder()
                    .httpClient(new BlockingHttpClient(limits.silence(), tls))
                    .policies(authorization.get())
                    .build();
            pipeline = open;
        }
        return open;
    }
}
