package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The computer that a credential would be sent to: one of Azure, this one, or another, which somebody has to vouch for.
 *
 * @param account the storage account that the host names; empty: the host does not tell
 */
record BlobHost(String scheme, String name, String port, String account) {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+\\]|[a-z0-9.-]+)(:[0-9]{1,5})?");
    private static final String CLOUDS = "blob\\.core\\.(?:windows\\.net|usgovcloudapi\\.net|chinacloudapi\\.cn)"
            + "|z[0-9]{1,2}\\.blob\\.storage\\.azure\\.net";
    private static final Pattern AZURE = Pattern.compile("([a-z0-9]{3,24})\\.(?:" + CLOUDS + ")");
    private static final Pattern LIKE_AZURE =
            Pattern.compile("([^.]+)\\.(?:[^.]+\\.)*(?:blob|dfs|web|file)\\.(core|storage)\\..*");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[(?:::1|(?:0{1,4}:){7}0{0,3}1)\\]");
    private static final Pattern NUMBERS = Pattern.compile("\\[.*\\]|[0-9.]+|localhost");

    static BlobHost of(String scheme, String authority, String shown) {
        Matcher parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new AmlException(
                    shown + " has '" + authority + "' where a host belongs",
                    "set -Daml.store=https://<account>.blob.core.windows.net/<container>");
        }
        String name = parts.group(1);
        String port = parts.group(2) == null ? "" : parts.group(2);
        if (scheme.equals("https") && port.equals(":443")) {
            port = "";
        }
        Matcher azure = AZURE.matcher(name);
        BlobHost host = new BlobHost(scheme, name, port, azure.matches() ? azure.group(1) : "");
        if (scheme.equals("http") && !isLoopback(name)) {
            throw new AmlException(
                    shown + " would send the history, and what opens it, unencrypted",
                    "write https:// before the host; http:// is for a server on this computer, such as Azurite");
        }
        if (azure.matches() && !port.isEmpty()) {
            throw new AmlException(shown + " names a port, and " + name + " has none but 443", "leave out " + port);
        }
        return host;
    }

    static boolean isAzure(String name) {
        return AZURE.matcher(name).matches() || LIKE_AZURE.matcher(name).matches();
    }

    static boolean isLoopback(String name) {
        return LOOPBACK.matcher(name).matches();
    }

    /** Whether what opens the store may go there without anybody's word. */
    boolean isTrusted() {
        return !account.isEmpty() || isLoopback(name);
    }

    /** Whether the account is no part of the host, but the first name behind it. */
    boolean isPathStyle() {
        return NUMBERS.matcher(name).matches();
    }

    String url() {
        return scheme + "://" + name + port;
    }

    /** Why nothing is sent to this host. */
    AmlException unknown(String shown) {
        Matcher like = LIKE_AZURE.matcher(name);
        if (like.matches()) {
            String account = like.group(1);
            String right = name;
            if (account.endsWith("-secondary")) {
                right = name.replaceFirst("-secondary\\.", ".");
            }
            right = right.replace(".dfs.", ".blob.");
            if (!right.equals(name) && AZURE.matcher(right).matches()) {
                boolean secondary = account.endsWith("-secondary");
                return new AmlException(
                        shown
                                + (secondary
                                        ? " is the copy of an account that nobody can write to"
                                        : " is the Data Lake side of an account, and the history speaks to its Blob side"),
                        "write " + right + " for " + name);
            }
        }
        return new AmlException(
                shown + " is on a host that is not known to be one of Azure's, and nothing is sent there",
                "write https://<account>.blob.core.windows.net/<container>; a private endpoint or a host name of your own"
                        + " must be the BlobEndpoint of your connection string (AZURE_STORAGE_CONNECTION_STRING, or a"
                        + " <server> of settings.xml with the id " + name + "): BlobEndpoint=" + url()
                        + ";SharedAccessSignature=...");
    }
}
