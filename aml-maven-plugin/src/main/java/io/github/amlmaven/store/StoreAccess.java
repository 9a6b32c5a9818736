package io.github.amlmaven.store;

import io.github.amlmaven.Credentials;
import org.jspecify.annotations.Nullable;

/**
 * What opens a store that is not a folder of this computer.
 *
 * @param credentials the user's, from {@code settings.xml}
 * @param serverId the id of the {@code <server>} that holds those for the store; null: the store's host name
 */
public record StoreAccess(Credentials credentials, @Nullable String serverId) {
    /** For folders. */
    public static final StoreAccess NONE = new StoreAccess(Credentials.NONE, null);
}
