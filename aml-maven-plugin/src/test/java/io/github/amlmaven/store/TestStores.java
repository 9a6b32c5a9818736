package io.github.amlmaven.store;

import io.github.amlmaven.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Stores in containers of Azurite, one for each way to open them. */
final class TestStores {
    /** For tests that wait for a service to be given up. */
    static final BlobCalls.Limits SHORT =
            new BlobCalls.Limits(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(2));

    private TestStores() {}

    static TestAzurite azurite() throws IOException {
        try {
            return TestAzurite.shared();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A new container. */
    static AzureBlobStore withKey(TestAzurite azurite, Path folder) {
        return at(azurite.address(azurite.newContainer()), folder, BlobCalls.Limits.USUAL);
    }

    /** A new container, opened by a signature that does not allow to delete. */
    static AzureBlobStore withSas(TestAzurite azurite, Path folder) {
        String container = azurite.newContainer();
        BlobAddress address = BlobAddress.parse(azurite.address(container));
        Secret token = new Secret(azurite.sas(container, "rcwl", Instant.now().plusSeconds(3600)));
        return open(address, new BlobCredential.Sas(token, "test"), folder, BlobCalls.Limits.USUAL);
    }

    /** A new container by HTTPS. */
    static AzureBlobStore withToken(Path folder) {
        try {
            TestAzurite azurite = TestAzurite.secure();
            return open(
                    BlobAddress.parse(azurite.address(azurite.newContainer())),
                    new BlobCredential.Identity(TestAzurite.token().credential(), "test"),
                    folder,
                    BlobCalls.Limits.USUAL,
                    azurite.certificate().sslContext.getSocketFactory());
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** By the account's key, at an address that may be a proxy's. */
    static AzureBlobStore at(String address, Path folder, BlobCalls.Limits limits) {
        return open(
                BlobAddress.parse(address),
                new BlobCredential.SharedKey(TestAzurite.ACCOUNT, new Secret(TestAzurite.KEY), "test"),
                folder,
                limits);
    }

    static AzureBlobStore open(BlobAddress address, BlobCredential credential, Path folder, BlobCalls.Limits limits) {
        return open(address, credential, folder, limits, null);
    }

    private static AzureBlobStore open(
            BlobAddress address,
            BlobCredential credential,
            Path folder,
            BlobCalls.Limits limits,
            @Nullable SSLSocketFactory tls) {
        BlobOpening opening = new BlobOpening(() -> credential);
        BlobCalls calls = new BlobCalls(address.endpoint() + "/" + address.container(), opening::policy, limits, tls);
        return new AzureBlobStore(address, opening, calls, folder.resolve("cache"));
    }
}
