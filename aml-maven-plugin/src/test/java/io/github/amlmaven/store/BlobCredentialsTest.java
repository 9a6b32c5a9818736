package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What opens a store, by where it is and by its form. */
class BlobCredentialsTest {
    private static final String KEY = key(1);
    private static final String SAS = "sv=2025-11-05&sp=rcwl&se=2999-01-01T00%3A00%3A00Z&sig=CANARY%2Bx%3D";
    private static final String HOST = "acct.blob.core.windows.net";
    private static final BlobAddress ADDRESS = BlobAddress.parse("https://" + HOST + "/runs");
    private static final BlobAddress AZURITE = BlobAddress.parse("http://127.0.0.1:10000/devstoreaccount1/runs");

    @Test
    void theServerOfTheHostComesFirst() {
        BlobCredential found = find(ADDRESS, server(HOST, KEY), "AZURE_STORAGE_SAS_TOKEN", SAS);
        assertThat(found)
                .isEqualTo(new BlobCredential.SharedKey(
                        "acct", new Secret(KEY), "server '" + HOST + "' of settings.xml: account key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {SAS, "?" + SAS, " " + SAS + "\n"})
    void aServerMayHoldASas(String password) {
        BlobCredential found = find(ADDRESS, server("team", password, "team"));
        assertThat(found).isEqualTo(new BlobCredential.Sas(new Secret(SAS), "server 'team' of settings.xml: SAS"));
    }

    @ParameterizedTest
    @CsvSource({
        "AccountName=acct;AccountKey={key}",
        "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey={key};EndpointSuffix=core.windows.net",
        "accountname=acct;accountkey={key};",
        "BlobEndpoint=https://acct.blob.core.windows.net/;AccountKey={key}",
        "BlobEndpoint=https://acct.blob.core.windows.net;AccountName=acct;AccountKey={key};QueueEndpoint=https://x",
    })
    void aConnectionStringWithAKey(String text) {
        String written = text.replace("{key}", KEY);
        BlobCredential.SharedKey expected = new BlobCredential.SharedKey(
                "acct", new Secret(KEY), "AZURE_STORAGE_CONNECTION_STRING: connection string");
        assertThat(find(ADDRESS, StoreAccess.NONE, "AZURE_STORAGE_CONNECTION_STRING", written))
                .isEqualTo(expected);
        assertThat(find(ADDRESS, server(HOST, written)).source())
                .isEqualTo("server '" + HOST + "' of settings.xml: connection string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BlobEndpoint=https://acct.blob.core.windows.net;SharedAccessSignature=" + SAS,
                "AccountName=acct;SharedAccessSignature=?" + SAS,
            })
    void aConnectionStringWithASas(String text) {
        assertThat(find(ADDRESS, StoreAccess.NONE, "AZURE_STORAGE_CONNECTION_STRING", text)
                        .sas())
                .contains(SAS);
    }

    @Test
    void aConnectionStringVouchesForAnotherHost() {
        String text = "BlobEndpoint=https://history.example.com;AccountName=acct;AccountKey=" + KEY;
        Map<String, String> environment = Map.of("AZURE_STORAGE_CONNECTION_STRING", text);
        BlobAddress address =
                BlobCredentials.address("https://history.example.com/runs", StoreAccess.NONE, environment);
        assertThat(address).isEqualTo(new BlobAddress("https://history.example.com", "acct", "runs", ""));
        assertThat(BlobCredentials.find(address, StoreAccess.NONE, environment))
                .isInstanceOf(BlobCredential.SharedKey.class);
        assertThat(BlobCredentials.address(
                        "https://history.example.com/runs", server("history.example.com", text), Map.of()))
                .isEqualTo(address);
        assertThat(BlobCredentials.address("https://history.example.com/runs", server("t", text, "t"), Map.of()))
                .isEqualTo(address);
        assertThatThrownBy(() ->
                        BlobCredentials.address("https://history.example.org/runs", StoreAccess.NONE, environment))
                .hasMessageContaining("nothing is sent there");
    }

    @Test
    void theDevelopmentStoreIsOnThisComputerOnly() {
        String development = "UseDevelopmentStorage=true";
        assertThat(find(AZURITE, StoreAccess.NONE, "AZURE_STORAGE_CONNECTION_STRING", development))
                .isInstanceOf(BlobCredential.SharedKey.class);
        BlobAddress otherPort = BlobAddress.parse("https://localhost:4711/devstoreaccount1/runs");
        assertThat(find(otherPort, StoreAccess.NONE, "AZURE_STORAGE_CONNECTION_STRING", development))
                .isInstanceOf(BlobCredential.SharedKey.class);
        BlobAddress far = BlobAddress.parse("https://devstoreaccount1.blob.core.windows.net/runs");
        assertThatThrownBy(() -> find(far, server(far.host(), development)))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("the history is at https://devstoreaccount1.blob.core.windows.net");
        assertThatThrownBy(() -> find(ADDRESS, server(HOST, AccountKey.DEVELOPMENT)))
                .hasMessageContaining("the key of Azurite, which everybody knows")
                .hasMessageNotContaining(AccountKey.DEVELOPMENT);
    }

    @Test
    void theEnvironmentInItsOrder() {
        String connection = "AccountName=acct;AccountKey=" + key(2);
        String[] all = {
            "AZURE_STORAGE_CONNECTION_STRING", connection,
            "AZURE_STORAGE_ACCOUNT", "acct",
            "AZURE_STORAGE_KEY", KEY,
            "AZURE_STORAGE_SAS_TOKEN", SAS
        };
        assertThat(find(ADDRESS, StoreAccess.NONE, all).source())
                .isEqualTo("AZURE_STORAGE_CONNECTION_STRING: connection string");
        assertThat(find(ADDRESS, StoreAccess.NONE, Arrays.copyOfRange(all, 2, 8))
                        .source())
                .isEqualTo("AZURE_STORAGE_KEY");
        assertThat(find(ADDRESS, StoreAccess.NONE, Arrays.copyOfRange(all, 4, 8))
                        .source())
                .isEqualTo("AZURE_STORAGE_SAS_TOKEN");
        all[1] = "AccountName=other;AccountKey=" + key(2);
        assertThat(find(ADDRESS, StoreAccess.NONE, all).source()).isEqualTo("AZURE_STORAGE_KEY");
    }

    @Test
    void whatIsForAnotherAccountIsNeverSent() {
        assertThatThrownBy(() -> find(
                        AZURITE,
                        StoreAccess.NONE,
                        "AZURE_STORAGE_CONNECTION_STRING",
                        "AccountName=other;AccountKey=" + KEY,
                        "AZURE_STORAGE_ACCOUNT",
                        "third",
                        "AZURE_STORAGE_SAS_TOKEN",
                        SAS))
                .isInstanceOf(AmlException.class)
                .hasMessage("nothing opens " + AZURITE
                        + " (AZURE_STORAGE_CONNECTION_STRING is for https://other.blob.core.windows.net;"
                        + " AZURE_STORAGE_ACCOUNT is third; an Azure identity needs https)\n"
                        + "-> give one of: a <server> with the id 127.0.0.1 in ~/.m2/settings.xml whose <password> is an"
                        + " account key, a SAS or a connection string; AZURE_STORAGE_CONNECTION_STRING, or"
                        + " AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_KEY, or AZURE_STORAGE_SAS_TOKEN in the environment; az"
                        + " login, with the role Storage Blob Data Contributor on the container");
        assertThatThrownBy(() -> find(ADDRESS, server("team", "AccountName=other;AccountKey=" + KEY, "team")))
                .hasMessageContaining("https://other.blob.core.windows.net, and the history is at https://" + HOST);
    }

    @Test
    void aSignatureInAnEndpointIsNotShown() {
        String other = "BlobEndpoint=https://other.blob.core.windows.net/?" + SAS + ";SharedAccessSignature=" + SAS;
        assertThatThrownBy(() -> find(AZURITE, StoreAccess.NONE, "AZURE_STORAGE_CONNECTION_STRING", other))
                .hasMessageContaining("is for https://other.blob.core.windows.net;")
                .message()
                .doesNotContainIgnoringCase("CANARY");
    }

    @Test
    void aServerThatIsNamedMustBeThere() {
        assertThatThrownBy(
                        () -> find(ADDRESS, new StoreAccess(Credentials.NONE, "team"), "AZURE_STORAGE_SAS_TOKEN", SAS))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("settings.xml has no server 'team'")
                .hasMessageContaining("<id>team</id>");
    }

    @ParameterizedTest
    @CsvSource({
        "AZURE_STORAGE_CONNECTION_STRING, CANARY",
        "AZURE_STORAGE_CONNECTION_STRING, AccountName=acct",
        "AZURE_STORAGE_CONNECTION_STRING, AccountKey=CANARY",
        "AZURE_STORAGE_CONNECTION_STRING, AccountName=acct;AccountKey=CANARY",
        "AZURE_STORAGE_CONNECTION_STRING, AccountName=acct;SharedAccessSignature=CANARY",
        "AZURE_STORAGE_CONNECTION_STRING, BlobEndpoint=CANARY;SharedAccessSignature=sig=CANARY",
        "AZURE_STORAGE_SAS_TOKEN, CANARY",
        "AZURE_STORAGE_SAS_TOKEN, https://acct.blob.core.windows.net/runs?sv=1&sig=CANARY",
        "AZURE_STORAGE_SAS_TOKEN, sv=1&se=2020-01-01&sig=CANARY",
        "AZURE_STORAGE_SAS_TOKEN, sv=1&se=2020-01-01T10:00:00Z&sig=CANARY",
        "AZURE_STORAGE_SAS_TOKEN, sv=1&se=2020-01-01T10%3A00Z&sig=CANARY",
        "AZURE_STORAGE_KEY, CANARY",
    })
    void whatIsMalformedOrExpiredIsNamedAndNotRepeated(String variable, String value) {
        assertThatThrownBy(() -> find(ADDRESS, StoreAccess.NONE, variable, value, "AZURE_STORAGE_ACCOUNT", "acct"))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(variable)
                .hasMessageNotContaining("CANARY")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
        assertThatThrownBy(() -> find(ADDRESS, server(HOST, value)))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("server '" + HOST + "' of settings.xml")
                .hasMessageNotContaining("CANARY");
    }

    @Test
    void anExpiredSasIsToldWithBothTimes() {
        assertThatThrownBy(() ->
                        find(ADDRESS, StoreAccess.NONE, "AZURE_STORAGE_SAS_TOKEN", "sv=1&se=2020-01-01T10%3A00Z&sig=x"))
                .hasMessageContaining("expired at 2020-01-01T10:00:00Z, and it is 20");
    }

    private static BlobCredential find(BlobAddress address, StoreAccess access, String... environment) {
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return BlobCredentials.find(address, access, variables);
    }

    private static StoreAccess server(String id, String password) {
        return server(id, password, null);
    }

    private static StoreAccess server(String id, String password, String named) {
        return new StoreAccess(
                server -> server.equals(id)
                        ? Optional.of(new Credentials.Login("user", new Secret(password)))
                        : Optional.empty(),
                named);
    }

    private static String key(int fill) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
