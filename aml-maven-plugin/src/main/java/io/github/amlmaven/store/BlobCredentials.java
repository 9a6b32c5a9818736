package io.github.amlmaven.store;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what opens a history in Blob storage, where secrets may be and nowhere else. */
final class BlobCredentials {
    static final String CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING";
    static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";
    static final String KEY = "AZURE_STORAGE_KEY";
    static final String SAS = "AZURE_STORAGE_SAS_TOKEN";

    private static final Duration LONGEST_SIGN_IN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(BlobCredentials.class);

    private final BlobAddress address;
    private final StoreAccess access;
    private final Map<String, String> environment;
    /** What was there and is for something else, for the words of a failure. */
    private final List<String> passedOver = new ArrayList<>();

    private BlobCredentials(BlobAddress address, StoreAccess access, Map<String, String> environment) {
        this.address = address;
        this.access = access;
        this.environment = environment;
    }

    /**
     * What opens a store: the first of a {@code <server>} of {@code settings.xml}, the environment, an identity that Azure
     * knows. What is for another account is never sent.
     *
     * @param environment of this process
     */
    static BlobCredential find(BlobAddress address, StoreAccess access, Map<String, String> environment) {
        AzureLogs.quieten();
        BlobCredentials search = new BlobCredentials(address, access, environment);
        BlobCredential found =
                search.server().or(search::variables).or(search::identity).orElseThrow(search::none);
        AccountKey.check(found, address);
        LOG.debug("{} is opened by {}", address, found.source());
        return found;
    }

    /**
     * Reads an address, also one on a host that a connection string of the user vouches for.
     *
     * @param environment of this process
     */
    static BlobAddress address(String text, StoreAccess access, Map<String, String> environment) {
        return BlobAddress.parse(text, endpoint -> {
            String host = new BlobAddress(endpoint, "", "", "").host();
            String server = access.serverId() == null ? host : access.serverId();
            Optional<Secret> password = access.credentials().password(server);
            if (password.isPresent() && ConnectionString.isOne(password.get().value())) {
                return ConnectionString.parse(password.get().value(), words(server))
                        .accountAt(endpoint);
            }
            String variable = set(environment, CONNECTION_STRING);
            return variable == null
                    ? Optional.empty()
                    : ConnectionString.parse(variable, CONNECTION_STRING).accountAt(endpoint);
        });
    }

    private Optional<BlobCredential> server() {
        String id = access.serverId() == null ? address.host() : access.serverId();
        Optional<Secret> password = access.credentials().password(id);
        if (password.isEmpty()) {
            if (access.serverId() != null) {
                throw new AmlException(
                        "settings.xml has no server '" + id + "' with a password, and aml.serverId names it",
                        "add <server><id>" + id + "</id><password>...</password></server> to the <servers> of"
                                + " ~/.m2/settings.xml: an account key, a SAS or a connection string");
            }
            return Optional.empty();
        }
        String text = password.get().value();
        String source = words(id);
        if (ConnectionString.isOne(text)) {
            ConnectionString connection = ConnectionString.parse(text, source);
            if (!connection.isFor(address)) {
                throw new AmlException(
                        source + " has the connection string of "
                                + connection.endpoints().get(0) + ", and the history is at " + address.endpoint(),
                        "put that of " + address.endpoint() + " there, or name another server with aml.serverId");
            }
            return Optional.of(connection.opens());
        }
        if (AccountKey.isOne(text)) {
            return Optional.of(AccountKey.of(address.account(), text, source + ": account key"));
        }
        if (SasToken.isOne(text)) {
            return Optional.of(SasToken.of(text, source + ": SAS"));
        }
        throw new AmlException(
                source
                        + " has a password that is neither an account key (64 bytes in base64), nor a SAS (sv=...&sig=...,"
                        + " without the address), nor a connection string",
                "put one of the three there; mvn --encrypt-password hides it");
    }

    private Optional<BlobCredential> variables() {
        String text = set(environment, CONNECTION_STRING);
        if (text != null) {
            ConnectionString connection = ConnectionString.parse(text, CONNECTION_STRING);
            if (connection.isFor(address)) {
                return Optional.of(connection.opens());
            }
            passOver(CONNECTION_STRING + " is for " + connection.endpoints().get(0));
        }
        String account = set(environment, ACCOUNT);
        String key = set(environment, KEY);
        String sas = set(environment, SAS);
        if (account != null && !account.equals(address.account())) {
            passOver(ACCOUNT + " is " + account);
            return Optional.empty();
        }
        if (key != null && account != null) {
            return Optional.of(AccountKey.of(account, key, KEY));
        }
        if (key != null) {
            passOver(KEY + " is set without " + ACCOUNT);
        }
        return sas == null ? Optional.empty() : Optional.of(SasToken.of(sas, SAS));
    }

    private Optional<BlobCredential> identity() {
        if (!address.isHttps()) {
            passOver("an Azure identity needs https");
            return Optional.empty();
        }
        return new AzureIdentity(address, environment, LONGEST_SIGN_IN).find(this::passOver);
    }

    private void passOver(String what) {
        LOG.debug("passed over for {}: {}", address, what);
        passedOver.add(what);
    }

    private AmlException none() {
        return new AmlException(
                "nothing opens " + address + (passedOver.isEmpty() ? "" : " (" + String.join("; ", passedOver) + ")"),
                "give one of: a <server> with the id " + address.host()
                        + " in ~/.m2/settings.xml whose <password> is an"
                        + " account key, a SAS or a connection string; " + CONNECTION_STRING + ", or " + ACCOUNT
                        + " and "
                        + KEY + ", or " + SAS + " in the environment; az login, with the role Storage Blob Data"
                        + " Contributor on the container");
    }

    private static String words(String server) {
        return "server '" + server + "' of settings.xml";
    }

    private static @Nullable String set(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
