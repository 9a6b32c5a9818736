package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the service copy content that it holds already under another name. */
final class ServerCopy {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCopy.class);
    /** The most that the service copies in one call: 256 MiB. */
    private static final long MOST = 256L * 1024 * 1024;
    /** Less than this is sent in the time of the calls that it would save. */
    private static final long LEAST = 64 * 1024;

    private final BlobCalls calls;
    private final BlobReader reader;
    private final BlobNames names;
    private final CopySource source;
    private final Map<String, StoredFile> known = new ConcurrentHashMap<>();

    ServerCopy(BlobCalls calls, BlobReader reader, BlobNames names, CopySource source) {
        this.calls = calls;
        this.reader = reader;
        this.names = names;
        this.source = source;
    }

    void remember(Collection<StoredFile> objects) {
        for (StoredFile object : objects) {
            if (object.size() >= LEAST && object.size() <= MOST) {
                known.put(object.sha256(), object);
            }
        }
    }

    /**
     * Makes a blob out of another with the same content.
     *
     * @return false when there is none, or the service would not; then it has to be sent
     */
    boolean copy(String blob, String sha256) throws IOException {
        StoredFile other = known.get(sha256);
        if (other == null || names.blob(other.name()).equals(blob)) {
            return false;
        }
        String from = names.blob(other.name());
        Optional<BlobContent> content = reader.look(from);
        if (content.isEmpty()
                || content.get().size() != other.size()
                || !content.get().sha256().equals(sha256)) {
            known.remove(sha256);
            return false;
        }
        return isSuccess(send(from, content.get(), blob));
    }

    /**
     * Makes a blob out of another, whatever its size up to what the service can copy.
     *
     * @return false when the service would not; true also when there is a blob of that name already
     */
    boolean copy(String from, BlobContent content, String blob) throws IOException {
        if (content.size() > MOST || content.sha256().isEmpty()) {
            return false;
        }
        return isSuccess(send(from, content, blob)) || reader.look(blob).isPresent();
    }

    private int send(String from, BlobContent content, String blob) throws IOException {
        BlobCall call = BlobCall.of(HttpMethod.PUT, blob, "")
                .with("If-None-Match", "*")
                .with("x-ms-requires-sync", "true")
                .with("x-ms-source-if-match", content.etag())
                .with(BlobContent.METADATA.getCaseInsensitiveName(), content.sha256());
        int status = calls.call(
                source.from(call, calls.url(from)).expecting(400, 401, 403, 404, 409, 412),
                response -> response.getStatusCode());
        LOG.debug("copy of {} to {} on the server: {}", from, blob, status);
        return status;
    }

    private static boolean isSuccess(int status) {
        return status < 300;
    }
}
