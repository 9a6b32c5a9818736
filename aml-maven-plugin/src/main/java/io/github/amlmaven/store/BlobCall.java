package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request of the Blob protocol, which may be sent several times.
 *
 * @param blob the name of the blob as the service has it; empty for the container
 * @param query without a question mark; empty for none
 * @param expected what may be answered besides success; everything else is a failure
 */
record BlobCall(
        HttpMethod method,
        String blob,
        String query,
        Map<String, String> headers,
        BlockingHttpClient.@Nullable Body body,
        Set<Integer> expected) {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;

    /** What is made of an answer; asked again with another answer when reading it fails. */
    interface Answer<T> {
        T read(HttpResponse response) throws IOException;
    }

    static BlobCall of(HttpMethod method, String blob, String query) {
        return new BlobCall(method, blob, query, Map.of(), null, Set.of());
    }

    BlobCall with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new BlobCall(method, blob, query, more, body, expected);
    }

    BlobCall sending(byte[] bytes, int length) {
        return new BlobCall(method, blob, query, headers, new BlockingHttpClient.Body(bytes, length), expected);
    }

    BlobCall expecting(Integer... statuses) {
        return new BlobCall(method, blob, query, headers, body, Set.of(statuses));
    }
}
