package io.github.amlmaven.store;

import java.nio.file.Path;

/** Opens histories in Azure Blob storage: beyond this class, and not before, classes of Azure are loaded. */
final class BlobStores {
    private BlobStores() {}

    /** The store at an address; nothing is created or contacted, and nothing that opens it looked for, yet. */
    static Store open(BlobAddress address, StoreAccess access) {
        BlobOpening opening = new BlobOpening(() -> BlobCredentials.find(address, access, System.getenv()));
        BlobCalls calls = new BlobCalls(
                address.endpoint() + "/" + address.container(), opening::policy, BlobCalls.Limits.USUAL, null);
        return new AzureBlobStore(address, opening, calls, cache(address));
    }

    private static Path cache(BlobAddress address) {
        return Path.of(System.getProperty("user.home"), ".azureml", "cache")
                .resolve(Sha256.of(address.toString()).substring(0, 16));
    }
}
