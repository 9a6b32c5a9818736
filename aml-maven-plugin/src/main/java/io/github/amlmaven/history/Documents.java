package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** JSON objects in a store. */
final class Documents {
    private Documents() {}

    /** The object of that name; empty when there is none. */
    static Optional<Map<String, @Nullable Object>> read(Store store, String name) throws IOException {
        Optional<byte[]> content = store.read(name);
        return content.isEmpty() ? Optional.empty() : Optional.of(parse(store, name, content.get()));
    }

    static Map<String, @Nullable Object> parse(Store store, String name, byte[] content) {
        try {
            Map<String, @Nullable Object> document = Json.parseObject(content, 0, content.length);
            document.remove("seal");
            return document;
        } catch (IOException e) {
            throw damaged(store, name, String.valueOf(e.getMessage()));
        }
    }

    static AmlException damaged(Store store, String name, String how) {
        return new AmlException(
                name + " in the history at " + store + " is damaged: " + how,
                "bring the file back from a backup, or use another history with -Daml.store=<folder>");
    }
}
