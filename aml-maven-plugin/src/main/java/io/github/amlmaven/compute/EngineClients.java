package io.github.amlmaven.compute;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections to an engine: one for calls that are answered at once, one for those that take as long as they take. */
final class EngineClients implements Closeable {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    /** The newest version whose answers this code was written for. */
    private static final RemoteApiVersion NEWEST = RemoteApiVersion.create(1, 44);

    private final DockerAddress address;
    private final @Nullable RemoteEngine remote;
    private @Nullable DockerClient calls;
    private @Nullable DockerClient streams;
    private @Nullable RemoteApiVersion version;

    /** @param remote where the address leads; null: the engine is reached without SSH */
    EngineClients(DockerAddress address, @Nullable RemoteEngine remote) {
        this.address = address;
        this.remote = remote;
    }

    /** @param patience after which each call is given up */
    synchronized DockerClient calls(Duration patience) {
        if (calls == null) {
            calls = open(patience);
        }
        return calls;
    }

    synchronized DockerClient streams() {
        if (streams == null) {
            streams = open(Duration.ZERO);
        }
        return streams;
    }

    private DockerClient open(Duration longest) {
        DockerAddress way = remote == null ? address : new DockerAddress(remote.host(), null, address.source());
        DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(URI.create(way.host()))
                .sslConfig(way.certificates() == null ? null : new DockerTls(way.certificates()))
                .connectionTimeout(CONNECTING)
                .responseTimeout(longest)
                .build();
        if (version == null) {
            version = negotiate(http);
        }
        return DockerClientImpl.getInstance(new DockerSettings(way, version), http);
    }

    private static RemoteApiVersion negotiate(DockerHttpClient http) {
        DockerHttpClient.Request ping = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/_ping")
                .build();
        try (DockerHttpClient.Response answer = http.execute(ping)) {
            for (Map.Entry<String, List<String>> header : answer.getHeaders().entrySet()) {
                if (header.getKey().equalsIgnoreCase("Api-Version")) {
                    RemoteApiVersion newest =
                            RemoteApiVersion.parseConfig(header.getValue().get(0));
                    return newest.isGreaterOrEqual(NEWEST) ? NEWEST : newest;
                }
            }
            return RemoteApiVersion.UNKNOWN_VERSION;
        }
    }

    /** Ends them; another call makes new ones. */
    @Override
    public synchronized void close() throws IOException {
        DockerClient open = calls;
        calls = null;
        if (open != null) {
            open.close();
        }
        open = streams;
        streams = null;
        if (open != null) {
            open.close();
        }
        if (remote != null) {
            remote.close();
        }
    }
}
