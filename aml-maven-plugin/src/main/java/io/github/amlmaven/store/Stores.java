package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Secret;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The list of stores: an address picks the kind. */
public final class Stores {
    /** A scheme of two letters or more, since one is a drive of Windows; also with a slash too few. */
    private static final Pattern NETWORK = Pattern.compile("[a-z][a-z0-9+.-]+:/");

    private Stores() {}

    /** As the other, for addresses that need no credentials. */
    public static Store open(String address, Path base) {
        return open(address, base, StoreAccess.NONE);
    }

    /**
     * The store at an address; nothing is created or contacted yet.
     *
     * @param address a folder ({@code ~} is the home folder; a relative one is below {@code base}), a {@code file:} URL, or
     *     a container: {@code https://<account>.blob.core.windows.net/<container>}
     * @param base the folder that relative addresses start from
     * @param access what opens a store elsewhere
     */
    public static Store open(String address, Path base, StoreAccess access) {
        String text = address.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (StoreSecrets.isIn(text)) {
            throw StoreSecrets.refused("the store '" + StoreSecrets.address(text) + "'");
        }
        if (BlobAddress.isOne(text)) {
            return BlobStores.open(BlobCredentials.address(text, access, System.getenv()), access);
        }
        if (NETWORK.matcher(lower).lookingAt() && !lower.startsWith("file:")) {
            throw new AmlException(
                    "'" + StoreSecrets.address(text) + "' is no address that a history can be kept at",
                    "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default, or"
                            + " -Daml.store=https://<account>.blob.core.windows.net/<container>");
        }
        try {
            return new FolderStore(notAFile(folder(text, base)));
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "'" + text + "' cannot be the folder of the history: " + e.getReason(),
                    "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default",
                    e);
        }
    }

    /** The store of a user who has chosen none: the folder {@code ~/.azureml/history}. */
    public static Store openDefault() {
        return new FolderStore(home().resolve(".azureml").resolve("history"));
    }

    /**
     * The variables that a script needs to reach the store itself, with what opens it; values that are secret and values
     * that are not.
     *
     * @param address a container; for a folder there are none
     * @param access what opens it
     */
    public static Map<String, Secret> variables(String address, StoreAccess access) {
        if (!BlobAddress.isOne(address)) {
            return Map.of();
        }
        BlobAddress container = BlobCredentials.address(address, access, System.getenv());
        return BlobCredentials.find(container, access, System.getenv()).variables(container);
    }

    private static Path folder(String text, Path base) {
        if (text.isEmpty()) {
            throw new AmlException(
                    "the address of the store is empty",
                    "set -Daml.store=<folder>, or leave it out for ~/.azureml/history");
        }
        if (text.regionMatches(true, 0, "file:", 0, "file:".length())) {
            try {
                return Path.of(java.net.URI.create(text));
            } catch (IllegalArgumentException e) {
                throw new InvalidPathException(text, String.valueOf(e.getMessage()));
            }
        }
        if (text.equals("~")) {
            return home();
        }
        return text.startsWith("~/")
                ? home().resolve(text.substring(2))
                : base.resolve(text).normalize();
    }

    private static Path notAFile(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new AmlException(
                    folder + " is a file, and the history needs a folder",
                    "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default");
        }
        return folder;
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }
}
