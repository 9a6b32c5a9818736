package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The contract of stores, in a real container opened by the account's key. */
class AzureBlobStoreTest extends StoreContract {
    @Override
    Store open(Path folder) throws IOException {
        return TestStores.withKey(TestStores.azurite(), folder);
    }

    @Override
    Duration clockTick() {
        return Duration.ofSeconds(1);
    }
}
