package io.github.amlmaven.compute;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The archives of one container's files, plain in both directions.
 *
 * <p>docker-java's own calls have them compressed, which takes ten times as long, and read all that comes before they can be
 * closed.
 */
final class ContainerArchive {
    private static final int LONGEST_REFUSAL = 64 * 1024;
    private static final int NOT_FOUND = 404;

    private final DockerEngine engine;
    private final String container;
    private final Duration patience;

    /** @param patience how long an engine may say nothing */
    ContainerArchive(DockerEngine engine, String container, Duration patience) {
        this.engine = engine;
        this.container = container;
        this.patience = patience;
    }

    /** Reads what the engine sends; the rest is not waited for. */
    interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /**
     * Reads the tar of a file or folder.
     *
     * @param path absolute, never with {@code /.} at its end, which would follow a link
     * @throws NotFoundException when the container or the path is not there
     */
    <T> T get(String path, Reading<T> reading) throws IOException {
        return ask("archive?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8), reading);
    }

    /** Reads which paths of the container differ from its image, as JSON. */
    <T> T changes(Reading<T> reading) throws IOException {
        return ask("changes", reading);
    }

    private <T> T ask(String what, Reading<T> reading) throws IOException {
        return engine.converse("fetching files from the container " + container, () -> {
            DockerHttpClient http = http();
            try (EngineWatch watch = new EngineWatch(patience)) {
                DockerHttpClient.Request request = request(DockerHttpClient.Request.Method.GET, what)
                        .putHeader("Accept-Encoding", "identity")
                        .build();
                watch.waiting();
                try (DockerHttpClient.Response response = send(http, request, watch)) {
                    InputStream body = new Watched(response.getBody(), watch);
                    refuse(response.getStatusCode(), body);
                    return reading.read(body);
                }
            }
        });
    }

    /**
     * Puts a tar into the container, at its root.
     *
     * @param tar made while it is read
     */
    void put(InputStream tar) throws IOException {
        engine.converse("copying files into the container " + container, () -> {
            DockerHttpClient http = http();
            try (EngineWatch watch = new EngineWatch(patience)) {
                Supplied supplied = new Supplied(tar, watch);
                DockerHttpClient.Request request = request(DockerHttpClient.Request.Method.PUT, "archive?path=%2F")
                        .putHeader("Content-Type", "application/x-tar")
                        .putHeader("Expect", "100-continue")
                        .body(supplied)
                        .build();
                watch.waiting();
                try (DockerHttpClient.Response response = send(http, request, watch)) {
                    refuse(response.getStatusCode(), new Watched(response.getBody(), watch));
                } catch (UncheckedIOException e) {
                    if (supplied.failure != null) {
                        throw supplied.failure;
                    }
                    throw e;
                }
                return true;
            }
        });
    }

    private DockerHttpClient.Request.Builder request(DockerHttpClient.Request.Method method, String what) {
        return DockerHttpClient.Request.builder().method(method).path("/containers/" + container + "/" + what);
    }

    private static DockerHttpClient.Response send(
            DockerHttpClient http, DockerHttpClient.Request request, EngineWatch watch) throws IOException {
        try {
            return http.execute(request);
        } catch (RuntimeException e) {
            throw explained(e, watch);
        }
    }

    private static RuntimeException explained(RuntimeException failure, EngineWatch watch)
            throws InterruptedIOException {
        if (failure instanceof CancellationException) { // how the HTTP client says that the thread was interrupted
            return watch.explained(new ClosedByInterruptException());
        }
        return failure.getCause() instanceof IOException cause ? watch.explained(cause) : failure;
    }

    private DockerHttpClient http() {
        DockerClient client = engine.calls();
        if (client instanceof DockerClientImpl open) {
            return open.getHttpClient();
        }
        throw new IllegalStateException("docker-java has another client than it had: " + client.getClass());
    }

    private static void refuse(int status, InputStream body) throws IOException {
        if (status >= 200 && status < 300) {
            return;
        }
        String words = new String(body.readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
        throw status == NOT_FOUND ? new NotFoundException(words) : new DockerException(words, status);
    }

    /** The bytes that an engine sends; when they stop it is the engine's fault, and not a file's. */
    private static final class Watched extends FilterInputStream {
        private final EngineWatch watch;

        Watched(InputStream in, EngineWatch watch) {
            super(in);
            this.watch = watch;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int start, int count) throws IOException {
            watch.waiting();
            try {
                return super.read(bytes, start, count);
            } catch (IOException e) {
                throw watch.explained(e);
            } finally {
                watch.answered();
            }
        }
    }

    /** The bytes that an engine takes: it has done something whenever more are wanted. */
    private static final class Supplied extends FilterInputStream {
        private final EngineWatch watch;
        /** What was the matter on this side. */
        @Nullable
        IOException failure;

        Supplied(InputStream in, EngineWatch watch) {
            super(in);
            this.watch = watch;
        }

        @Override
        public int read(byte[] bytes, int start, int count) throws IOException {
            watch.answered();
            try {
                return super.read(bytes, start, count);
            } catch (IOException e) {
                failure = e;
                throw e;
            } finally {
                watch.waiting();
            }
        }
    }
}
