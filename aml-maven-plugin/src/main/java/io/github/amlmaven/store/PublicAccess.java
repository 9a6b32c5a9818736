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
        Optional<Boolean> told = calls.call(call, PublicAccess::told);
        boolean open = told.isPresent() ? told.get() : isListedToAnybody();
        return open
                ? Optional.of("anybody can read the container " + address
                        + " without a credential\n-> make it private: az storage container set-permission --public-access off"
                        + " --account-name " + address.account() + " --name " + address.container())
                : Optional.empty();
    }

    /** Empty when this credential, as most signatures, may not ask. */
    private static Optional<Boolean> told(HttpResponse response) {
        return response.getStatusCode() == 403
                ? Optional.empty()
                : Optional.of(response.getHeaderValue(BlockingHttpClient.header("x-ms-blob-public-access")) != null);
    }

    private boolean isListedToAnybody() throws IOException {
        BlobCall list = BlobCall.of(HttpMethod.GET, "", "restype=container&comp=list&maxresults=1");
        return calls.asAnybody().call(list.expecting(401, 403, 404, 409), response -> response.getStatusCode() == 200);
    }
}
