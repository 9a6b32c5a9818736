package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a history is in Azure Blob storage: nothing of it is secret.
 *
 * @param endpoint {@code https://acct.blob.core.windows.net} or {@code http://127.0.0.1:10000/devstoreaccount1}, no slash
 *     at the end
 * @param account the storage account; empty when a private endpoint does not tell
 * @param prefix what all names in the container begin with: empty, or {@code a/b}
 */
record BlobAddress(String endpoint, String account, String container, String prefix) {
    private static final String EXAMPLE = "-Daml.store=https://<account>.blob.core.windows.net/<container>";
    private static final Pattern PARTS = Pattern.compile("(https?)://([^/]*)(/.*)?", Pattern.DOTALL);
    private static final Pattern CONTAINER = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern SEGMENT = Pattern.compile("\\$?[A-Za-z0-9_~.-]*[A-Za-z0-9_~-]");
    /** What is left of the 1,024 characters of a name is for the run and its file. */
    private static final int LONGEST_PREFIX = 200;

    /** Whether a text means a place in Blob storage and no folder; {@link #parse} may refuse it all the same. */
    static boolean isOne(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        return lower.startsWith("https:/") || lower.startsWith("http:/") || BlobHost.isAzure(host(lower));
    }

    /** The address that a user has written, on a host of Azure or of this computer. */
    static BlobAddress parse(String text) {
        return parse(text, endpoint -> Optional.empty());
    }

    /**
     * The address that a user has written.
     *
     * @param others the account behind an endpoint with a host of its own, when the user's connection string names it
     */
    static BlobAddress parse(String text, Function<String, Optional<String>> others) {
        String written = text.strip();
        String shown = "'" + StoreSecrets.address(written) + "'";
        refuseSecrets(written, shown);
        Matcher parts = PARTS.matcher(withScheme(written, shown));
        if (!parts.matches()) {
            throw new AmlException(shown + " is no address of a container", "set " + EXAMPLE);
        }
        BlobHost host = BlobHost.of(parts.group(1), parts.group(2), shown);
        String path = parts.group(3) == null ? "" : parts.group(3).substring(1);
        List<String> names = List.of(checkedPath(path, shown).split("/", -1));
        String endpoint = host.url();
        String account = host.account();
        if (host.isPathStyle()) {
            account = names.get(0);
            endpoint += "/" + account;
            names = names.subList(1, names.size());
        }
        if (!host.isTrusted()) {
            account = others.apply(endpoint).orElseThrow(() -> host.unknown(shown));
        }
        if (names.isEmpty() || names.get(0).isEmpty()) {
            throw new AmlException(
                    shown + " names no container",
                    "add it: -Daml.store=" + (host.isPathStyle() ? host.url() + "/<account>" : endpoint)
                            + "/<container>");
        }
        String prefix = String.join("/", names.subList(1, names.size()));
        return new BlobAddress(endpoint, account, checkedContainer(names.get(0)), prefix);
    }

    /** Whether it is on this computer, as Azurite is. */
    boolean isLoopback() {
        return BlobHost.isLoopback(host());
    }

    boolean isHttps() {
        return endpoint.startsWith("https:");
    }

    /** The name of the computer, without a port: the id of its {@code <server>} in {@code settings.xml}. */
    String host() {
        return host(endpoint);
    }

    /** As {@link #parse} takes it. */
    @Override
    public String toString() {
        return endpoint + "/" + container + (prefix.isEmpty() ? "" : "/" + prefix);
    }

    private static String host(String url) {
        String authority = url.replaceFirst("^https?://", "").split("[/?#]", 2)[0];
        String bare = authority.substring(authority.lastIndexOf('@') + 1);
        return bare.startsWith("[") ? bare.replaceFirst("\\].*", "]") : bare.replaceFirst(":.*", "");
    }

    private static void refuseSecrets(String written, String shown) {
        if (StoreSecrets.isIn(written)) {
            throw StoreSecrets.refused(shown);
        }
        if (written.matches("(?s).*[?#].*")) {
            throw new AmlException(
                    shown + " had a " + (written.indexOf('?') >= 0 ? "query" : "fragment")
                            + " behind it, which an address" + " of the history has not",
                    "set -Daml.store=" + StoreSecrets.address(written) + "; a key or SAS belongs into settings.xml or"
                            + " AZURE_STORAGE_SAS_TOKEN");
        }
    }

    private static String withScheme(String written, String shown) {
        int colon = written.indexOf(':');
        String scheme = written.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new AmlException(
                    shown + " lacks https:// before the host",
                    "set -Daml.store=https://" + StoreSecrets.address(written));
        }
        return scheme + written.substring(colon);
    }

    private static String checkedPath(String path, String shown) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (bare.indexOf('%') >= 0) {
            throw bad(shown, "is percent-encoded, and names here are written as they are");
        }
        if (bare.isEmpty()) {
            return bare;
        }
        for (String name : bare.split("/", -1)) {
            if (name.isEmpty()) {
                throw bad(shown, "has two slashes in a row");
            }
            if (name.equals(".") || name.equals("..")) {
                throw bad(shown, "has '" + name + "' between slashes, which leads nowhere there");
            }
            if (!SEGMENT.matcher(name).matches()) {
                throw bad(
                        shown,
                        "has '" + name + "' between slashes: letters, digits and -._~ can stand there, no dot at"
                                + " the end");
            }
        }
        if (bare.length() > LONGEST_PREFIX) {
            throw bad(shown, "has " + bare.length() + " characters behind the host, and " + LONGEST_PREFIX + " fit");
        }
        return bare;
    }

    private static String checkedContainer(String name) {
        if (name.startsWith("$")) {
            throw new AmlException(
                    "the container " + name + " is one that Azure keeps for itself",
                    "take another, of lower-case letters, digits and single dashes: " + EXAMPLE);
        }
        if (!CONTAINER.matcher(name).matches()) {
            throw new AmlException(
                    "'" + name + "' cannot be the name of a container",
                    "take 3 to 63 lower-case letters, digits and single dashes between them: " + EXAMPLE);
        }
        return name;
    }

    private static AmlException bad(String shown, String why) {
        return new AmlException(shown + " " + why, "set " + EXAMPLE + " or .../<container>/<folder>");
    }
}
