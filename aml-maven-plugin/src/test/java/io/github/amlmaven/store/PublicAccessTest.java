package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container that anybody can read is told of, whatever opens it here. */
class PublicAccessTest {
    @TempDir
    Path folder;

    @Test
    void aPublicContainerIsToldOf() throws IOException {
        TestAzurite azurite = TestStores.azurite();
        String container = azurite.newContainer();
        BlobAddress address = BlobAddress.parse(azurite.address(container));
        Secret token = new Secret(azurite.sas(container, "rcwl", Instant.now().plusSeconds(3600)));
        BlobCredential key = new BlobCredential.SharedKey(TestAzurite.ACCOUNT, new Secret(TestAzurite.KEY), "test");
        for (BlobCredential credential : List.of(key, new BlobCredential.Sas(token, "test"))) {
            Store store = TestStores.open(address, credential, folder, BlobCalls.Limits.USUAL);
            assertThat(store.exposure()).as(credential.toString()).isEmpty();
        }
        azurite.makePublic(container);
        for (BlobCredential credential : List.of(key, new BlobCredential.Sas(token, "test"))) {
            Store store = TestStores.open(address, credential, folder, BlobCalls.Limits.USUAL);
            assertThat(store.exposure()).as(credential.toString()).hasValueSatisfying(words -> assertThat(words)
                    .contains("anybody can read")
                    .contains("-> ")
                    .doesNotContain("sig="));
        }
    }

    @Test
    void theDoctorSeesWhatAStoreAllows() throws IOException {
        StringBuilder told = new StringBuilder();
        TestStores.withSas(TestStores.azurite(), folder)
                .examine(finding -> told.append(finding).append('\n'));
        assertThat(told.toString())
                .contains("opened by test")
                .contains("it answers in ")
                .contains("it can be read, listed and written")
                .contains("nothing can be deleted there")
                .doesNotContain("level=FAIL")
                .doesNotContain("level=WARN");
    }
}
