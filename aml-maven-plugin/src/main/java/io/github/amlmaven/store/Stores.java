package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** The list of stores: an address picks the kind. */
public final class Stores {
    private Stores() {}

    /**
     * The store at an address; nothing is created or contacted yet.
     *
     * @param address a folder ({@code ~} is the home folder; a relative one is below {@code base}) or a {@code file:} URL
     * @param base the folder that relative addresses start from
     */
    public static Store open(String address, Path base) {
        String text = address.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.contains("://") && !lower.startsWith("file:")) {
            throw new AmlException(
                    "'" + withoutSecrets(text)
                            + "' is an address on the network, and this version keeps the history in a folder",
                    "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default");
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

    /** A query can hold a signature, and a password can stand before the host. */
    private static String withoutSecrets(String url) {
        int query = url.indexOf('?');
        String shown = query < 0 ? url : url.substring(0, query);
        int host = shown.indexOf("://") + "://".length();
        int slash = shown.indexOf('/', host);
        int at = shown.lastIndexOf('@', slash < 0 ? shown.length() : slash);
        return at < host ? shown : shown.substring(0, host) + shown.substring(at + 1);
    }
}
