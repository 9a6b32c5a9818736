package io.github.amlmaven.store;

import java.nio.file.Path;
import java.time.Duration;

/** The contract of stores, in a real container by HTTPS, opened by a token. */
class AzureBlobStoreWithTokenTest extends StoreContract {
    @Override
    Store open(Path folder) {
        return TestStores.withToken(folder);
    }

    @Override
    Duration clockTick() {
        return Duration.ofSeconds(1);
    }
}
