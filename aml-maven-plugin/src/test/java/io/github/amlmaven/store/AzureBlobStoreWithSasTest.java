package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The contract of stores, in a real container opened by a signature without the right to delete. */
class AzureBlobStoreWithSasTest extends StoreContract {
    @Override
    Store open(Path folder) throws IOException {
        return TestStores.withSas(TestStores.azurite(), folder);
    }

    @Override
    Duration clockTick() {
        return Duration.ofSeconds(1);
    }
}
