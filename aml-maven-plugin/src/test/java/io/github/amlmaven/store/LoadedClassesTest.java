package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Azure's libraries cost time to load: a history in a folder pays nothing for them. */
class LoadedClassesTest {
    @Test
    void aFolderNeedsNoneOfAzure(@TempDir Path temp) throws IOException {
        String loaded = ForkedJava.run(List.of("-Xlog:class+load=info"), Folder.class, temp.toString());
        assertThat(loaded)
                .contains("io.github.amlmaven.store.FolderStore", "DONE")
                .doesNotContain("com.azure", "reactor.", "com.microsoft");
    }

    @Test
    void aKeyNeedsNobodyWhomAzureKnows() throws IOException {
        String loaded = ForkedJava.run(List.of("-Xlog:class+load=info"), Key.class);
        assertThat(loaded)
                .contains("io.github.amlmaven.store.BlobCredential", "DONE")
                .doesNotContain("com.azure.identity", "com.microsoft", "store.AzureIdentity");
    }

    /** Opens and uses a folder. */
    static final class Folder {
        public static void main(String[] arguments) throws IOException {
            Store store = Stores.open(arguments[0], Path.of("/"));
            store.list("runs");
            System.out.println("DONE");
        }
    }

    /** Finds a key. */
    static final class Key {
        public static void main(String[] arguments) {
            BlobCredentials.find(
                            BlobAddress.parse("http://127.0.0.1:10000/devstoreaccount1/runs"),
                            StoreAccess.NONE,
                            Map.of("AZURE_STORAGE_CONNECTION_STRING", "UseDevelopmentStorage=true"))
                    .policy();
            System.out.println("DONE");
        }
    }
}
