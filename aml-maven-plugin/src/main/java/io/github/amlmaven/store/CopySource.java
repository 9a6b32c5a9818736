package io.github.amlmaven.store;

import com.azure.core.credential.TokenRequestContext;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Names the source of a copy on the server together with the right to read it. */
final class CopySource {
    private static final Duration VALID = Duration.ofHours(2);

    private final BlobOpening opening;
    private final String container;
    private @Nullable String signature;

    CopySource(BlobOpening opening, BlobAddress address) {
        this.opening = opening;
        this.container = address.container();
    }

    /** The call with the source in it. */
    BlobCall from(BlobCall call, String url) {
        if (opening.credential() instanceof BlobCredential.Identity identity) {
            String token = identity.tokens()
                    .getTokenSync(new TokenRequestContext().addScopes(BlobCredential.Identity.SCOPE))
                    .getToken();
            return call.with("x-ms-copy-source", url).with("x-ms-copy-source-authorization", "Bearer " + token);
        }
        return call.with("x-ms-copy-source", url + "?" + signature());
    }

    private synchronized String signature() {
        String known = signature;
        if (known == null) {
            BlobCredential credential = opening.credential();
            known = credential instanceof BlobCredential.SharedKey key
                    ? signedWith(key)
                    : credential.sas().orElse("");
            signature = known;
        }
        return known;
    }

    /** Signed here, for a short time and for reading only: the service takes the key for the target of a copy alone. */
    @SuppressWarnings("deprecation") // what replaces it makes a client first, which takes longer than the copy
    private String signedWith(BlobCredential.SharedKey key) {
        return new BlobServiceSasSignatureValues(
                        OffsetDateTime.now(java.time.ZoneOffset.UTC).plus(VALID),
                        new BlobContainerSasPermission().setReadPermission(true))
                .setContainerName(container)
                .generateSasQueryParameters(
                        new StorageSharedKeyCredential(key.account(), key.key().value()))
                .encode();
    }
}
