package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The list of stores: an address picks the kind. */
public final class Stores {
    /** A scheme of two letters or more, since one is a drive of Windows; also with a slash too few. */
    private static final Pattern NETWORK = Pattern.compile("[a-z][a-z0-9+.-]+:/");

    private static final Pattern SECRET = Pattern.compile("(sig|accountkey|accesskey|accesssignature|password)=");

    private Stores() {}

    /** As the other, for addresses that need no credentials. */
    public static Store open(String address, Path base) {
        return open(address, base, StoreAccess.NONE);
    }

    /**
     * The store at an address; nothing is created or contacted yet.
     *
     * @param address a folder ({@code ~} is the home folder; a relative one is below {@code base}) or a {@code file:} URL
     * @param base the folder that relative addresses start from
     * @param access what opens a store elsewhere
     */
    public static Store open(String address, Path base, StoreAccess access) {
        String text = address.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (NETWORK.matcher(lower).lookingAt() && !lower.startsWith("file:")) {
            throw new AmlException(
                    "'" + withoutSecrets(text)
                            + "' is an address on the network, and this version keeps the history in a folder",
                    "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default");
        }
        if (SECRET.matcher(lower).find()) {
            throw new AmlException(
                    "the address of the store holds a key or a signature, and this version keeps the history in a folder",
                    "set -Daml.store=<folder>, such as ~/.azureml/history, which is the default; and change the key, since"
                            + " others may have seen it on the command line");
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

    /** A query can hold a signature, and a password, which may hold any sign, can stand before the host. */
    private static String withoutSecrets(String url) {
        String shown = url.split("[?#]", 2)[0];
        String scheme = shown.substring(0, shown.indexOf(':')) + "://";
        String rest = shown.substring(scheme.length() - 2).replaceFirst("^/+", "");
        return scheme + rest.substring(rest.lastIndexOf('@') + 1);
    }
}
