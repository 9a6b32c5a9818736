package io.github.amlmaven.store;

import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What opens a container, looked for when it is needed for the first time: work offline needs none. */
final class BlobOpening {
    private final Supplier<BlobCredential> search;
    private @Nullable BlobCredential found;

    BlobOpening(Supplier<BlobCredential> search) {
        this.search = search;
    }

    HttpPipelinePolicy policy() {
        return credential().policy();
    }

    synchronized BlobCredential credential() {
        BlobCredential credential = found;
        if (credential == null) {
            credential = search.get();
            found = credential;
        }
        return credential;
    }
}
