package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;

/** Opens histories in Azure Blob storage: beyond this class, and not before, classes of Azure are loaded. */
final class BlobStores {
    private BlobStores() {}

    /** The store at an address; nothing is created or contacted yet. */
    @SuppressWarnings("DoNotCallSuggester")
    static Store open(BlobAddress address, StoreAccess access) {
        throw new AmlException(
                address + " is in Azure Blob storage, and this version keeps the history in a folder",
                "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default");
    }
}
