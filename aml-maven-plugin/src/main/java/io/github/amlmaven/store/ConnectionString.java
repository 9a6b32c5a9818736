package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The text in which Azure's tools keep an account together with what opens it.
 *
 * @param account empty when it names none
 * @param endpoints the addresses of the account that it names, or that follow from its names
 * @param opens the credential in it
 */
record ConnectionString(String account, List<String> endpoints, BlobCredential opens) {
    private static final String DEVELOPMENT = "http://127.0.0.1:10000/devstoreaccount1";

    /** Whether a text is meant to be one. */
    static boolean isOne(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.contains("accountname=")
                || lower.contains("accountkey=")
                || lower.contains("sharedaccesssignature=")
                || lower.contains("endpoint=")
                || lower.contains("usedevelopmentstorage=");
    }

    /**
     * Reads one.
     *
     * @param source where it stands, for the words of a failure
     */
    static ConnectionString parse(String text, String source) {
        Map<String, String> parts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String part : text.strip().split(";", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            } else if (!part.isBlank()) {
                throw malformed(source, "a part between semicolons has no name and '='");
            }
        }
        if ("true".equalsIgnoreCase(parts.get("UseDevelopmentStorage"))) {
            return new ConnectionString(
                    AccountKey.DEVELOPMENT_ACCOUNT,
                    List.of(DEVELOPMENT),
                    AccountKey.of(AccountKey.DEVELOPMENT_ACCOUNT, AccountKey.DEVELOPMENT, source));
        }
        List<String> endpoints = endpoints(parts, source);
        String account = parts.getOrDefault("AccountName", "");
        if (account.isEmpty()) {
            account = endpoints.isEmpty() ? "" : account(endpoints.get(0), source);
        }
        return new ConnectionString(account, endpoints, credential(parts, account, source + ": connection string"));
    }

    /** Whether it is for the account at an address, and nothing of it would go to another. */
    boolean isFor(BlobAddress address) {
        for (String endpoint : endpoints) {
            boolean sameComputer = address.isLoopback()
                    && account.equals(address.account())
                    && BlobHost.isLoopback(new BlobAddress(endpoint, "", "", "").host());
            if (endpoint.equals(address.endpoint()) || sameComputer) {
                return true;
            }
        }
        return false;
    }

    /** The account behind an endpoint; empty when it names another one. */
    Optional<String> accountAt(String endpoint) {
        return endpoints.contains(endpoint) ? Optional.of(account) : Optional.empty();
    }

    private static List<String> endpoints(Map<String, String> parts, String source) {
        List<String> endpoints = new ArrayList<>();
        String named = parts.get("BlobEndpoint");
        if (named != null) {
            // Some paste a whole URL with its SAS there, and endpoints are shown.
            String bare = StoreSecrets.address(named);
            endpoints.add(bare.replaceFirst("/+$", "").toLowerCase(Locale.ROOT));
        }
        String account = parts.get("AccountName");
        String suffix = parts.getOrDefault("EndpointSuffix", named == null ? "core.windows.net" : "");
        if (account != null && !suffix.isEmpty()) {
            endpoints.add("https://" + account + ".blob." + suffix);
        }
        if (endpoints.isEmpty()) {
            throw malformed(source, "it has neither AccountName nor BlobEndpoint");
        }
        return endpoints;
    }

    private static String account(String endpoint, String source) {
        if (!endpoint.matches("https?://.+")) {
            throw malformed(source, "its BlobEndpoint begins with neither https:// nor http://");
        }
        String[] parts = endpoint.split("/", -1);
        String host = parts[2].replaceFirst(":[0-9]+$", "");
        return parts.length > 3 ? parts[3] : BlobHost.isAzure(host) ? host.substring(0, host.indexOf('.')) : "";
    }

    private static BlobCredential credential(Map<String, String> parts, String account, String source) {
        String key = parts.get("AccountKey");
        if (key != null) {
            if (account.isEmpty()) {
                throw malformed(source, "it has an AccountKey and no AccountName");
            }
            return AccountKey.of(account, key, source);
        }
        String signature = parts.get("SharedAccessSignature");
        if (signature == null) {
            throw malformed(source, "it has neither AccountKey nor SharedAccessSignature");
        }
        return SasToken.of(signature, source);
    }

    private static AmlException malformed(String source, String why) {
        return new AmlException(
                source + " holds no connection string that could be read: " + why,
                "copy it whole from the portal (Access keys) or from: az storage account show-connection-string --name"
                        + " <account>; quote it in a shell, since it has semicolons");
    }
}
