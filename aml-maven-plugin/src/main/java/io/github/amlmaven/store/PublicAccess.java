package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpResponse;
import java.io.IOException;
import java.util.Optional;

/** Whether anybody can read a container without a credential. */
record PublicAccess(BlobAddress address, BlobCalls calls) {
    /** What is wrong and what to do about it; empty when it is private, or cannot be told with this credential. */
    Optional<String> words() throws IOException {
        BlobCall call = BlobCall.of(HttpMethod.HEAD, "", "restype=container").expecting(403, BlobCall.NOT_FOUND);
        boolean open = calls.call(call, PublicAccess::isOpen);
        return open
                ? Optional.of("anybody can read the container " + address
                        + " without a credential\n-> make it private: az storage container set-permission --public-access off"
                        + " --account-name " + address.account() + " --name " + address.container())
                : Optional.empty();
    }

    private static boolean isOpen(HttpResponse response) {
        return response.getHeaderValue(BlockingHttpClient.header("x-ms-blob-public-access")) != null;
    }
}
