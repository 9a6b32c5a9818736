package io.github.amlmaven.store;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer whose body comes as it is read. */
final class BlockingHttpResponse extends HttpResponse {
    private final HttpURLConnection connection;
    private final int status;
    private final StalledConnections.Watch watch;
    private final HttpHeaders headers = new HttpHeaders();

    BlockingHttpResponse(
            HttpRequest request, HttpURLConnection connection, int status, StalledConnections.Watch watch) {
        super(request);
        this.connection = connection;
        this.status = status;
        this.watch = watch;
        // By number: the map of them is made three times over.
        String line = connection.getHeaderField(0);
        for (int i = 0; line != null; i++, line = connection.getHeaderField(i)) {
            String name = connection.getHeaderFieldKey(i);
            if (name != null) {
                headers.add(HttpHeaderName.fromString(name), line);
            }
        }
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
        return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    /** The body; of a refusal too. The JDK's words for a missing body name the whole address, with its signature. */
    @Override
    public InputStream getBodyAsInputStreamSync() {
        try {
            InputStream body = status >= HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getErrorStream()
                    : connection.getInputStream();
            return body == null ? InputStream.nullInputStream() : new WatchedStream(body, watch);
        } catch (IOException e) {
            return InputStream.nullInputStream();
        }
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
        return BinaryData.fromStream(getBodyAsInputStreamSync());
    }

    @Override
    public Flux<ByteBuffer> getBody() {
        return getBodyAsByteArray().map(ByteBuffer::wrap).flux();
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
        return Mono.fromCallable(() -> {
            try (InputStream body = getBodyAsInputStreamSync()) {
                return body.readAllBytes();
            }
        });
    }

    @Override
    public Mono<String> getBodyAsString() {
        return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
        return getBodyAsByteArray().map(bytes -> new String(bytes, charset));
    }

    /** Leaves the connection to the next request when the body has been read, and ends it when not. */
    @Override
    public void close() {
        watch.close();
        try (InputStream rest = getBodyAsInputStreamSync()) {
            if (rest.readNBytes(MOST_LEFT).length == MOST_LEFT) {
                connection.disconnect();
            }
        } catch (IOException e) {
            connection.disconnect();
        }
    }

    private static final int MOST_LEFT = 64 * 1024;
}
