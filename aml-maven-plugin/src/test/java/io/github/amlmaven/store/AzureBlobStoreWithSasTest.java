package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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

    @Override
    @Test
    void removesAnObjectAndWhatIsGoneIsRemoved() throws IOException {
        store.create("p/a", bytes("first"));
        assertThatThrownBy(() -> store.remove("p/a"))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("does not let this credential delete")
                .hasMessageContaining("d, too, for aml:gc");
        assertThat(store.read("p/a")).hasValue(bytes("first"));
    }

    @Override
    @Test
    void movesAnObjectAndBack() throws IOException {
        store.create("p/a", bytes("first"));
        assertThatThrownBy(() -> store.move("p/a", "p/b")).isInstanceOf(AmlException.class);
        assertThat(store.read("p/a")).hasValue(bytes("first"));
    }
}
