package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what a user writes to a container. */
class BlobAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://acct.blob.core.windows.net/runs, https://acct.blob.core.windows.net, acct, runs, ''",
        "HTTPS://Acct.Blob.core.windows.net:443/runs/, https://acct.blob.core.windows.net, acct, runs, ''",
        "https://acct.blob.core.windows.net/runs/a/b.c_~, https://acct.blob.core.windows.net, acct, runs, a/b.c_~",
        "https://acct.blob.core.usgovcloudapi.net/runs, https://acct.blob.core.usgovcloudapi.net, acct, runs, ''",
        "https://acct.blob.core.chinacloudapi.cn/a-b-3, https://acct.blob.core.chinacloudapi.cn, acct, a-b-3, ''",
        "https://acct.z17.blob.storage.azure.net/runs, https://acct.z17.blob.storage.azure.net, acct, runs, ''",
        "http://127.0.0.1:10000/dev1/runs, http://127.0.0.1:10000/dev1, dev1, runs, ''",
        "https://localhost:10000/dev1/runs/x, https://localhost:10000/dev1, dev1, runs, x",
        "'http://[::1]:10000/dev1/runs', 'http://[::1]:10000/dev1', dev1, runs, ''",
    })
    void isRead(String text, String endpoint, String account, String container, String prefix) {
        assertThat(BlobAddress.isOne(text)).isTrue();
        BlobAddress address = BlobAddress.parse(" " + text + " ");
        assertThat(address).isEqualTo(new BlobAddress(endpoint, account, container, prefix));
        assertThat(BlobAddress.parse(address.toString())).isEqualTo(address);
        assertThat(address.isLoopback()).isEqualTo(account.equals("dev1"));
        assertThat(address.isHttps()).isEqualTo(endpoint.startsWith("https"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "https://acct.blob.core.windows.net, names no container",
                "https://acct.blob.core.windows.net/, names no container",
                "http://127.0.0.1:10000/dev1, names no container",
                "http://127.0.0.1:10000, names no container",
                "https://acct.blob.core.windows.net/Runs, 'Runs' cannot be the name",
                "https://acct.blob.core.windows.net/ab, 'ab' cannot be the name",
                "https://acct.blob.core.windows.net/a--b, 'a--b' cannot be the name",
                "https://acct.blob.core.windows.net/-ab, '-ab' cannot be the name",
                "https://acct.blob.core.windows.net/a_b, 'a_b' cannot be the name",
                "https://acct.blob.core.windows.net/$root, the container $root is one that Azure keeps",
                "https://acct.blob.core.windows.net/$web/x, the container $web is one that Azure keeps",
                "https://acct.blob.core.windows.net/$logs, the container $logs is one that Azure keeps",
                "http://acct.blob.core.windows.net/runs, unencrypted",
                "http://127.0.0.1.example.com/acct/runs, unencrypted",
                "https://acct.blob.core.windows.net:444/runs, leave out :444",
                "https://acct-secondary.blob.core.windows.net/runs, write acct.blob.core.windows.net for",
                "https://acct.dfs.core.windows.net/runs, write acct.blob.core.windows.net for",
                "https://acct.blob.core.windows.net.example.com/runs, not known to be one of Azure's",
                "https://blob.core.windows.net/runs, not known to be one of Azure's",
                "https://a.b.blob.core.windows.net/runs, not known to be one of Azure's",
                "https://history.example.com/runs, BlobEndpoint=https://history.example.com;",
                "https://10.0.0.5/acct/runs, not known to be one of Azure's",
                "https://127.0.0.1.example.com/acct/runs, not known to be one of Azure's",
                "https://localhost.example.com/acct/runs, not known to be one of Azure's",
                "https://acct.blob.core.windows.net/runs/a%2Fb, is percent-encoded",
                "https://acct.blob.core.windows.net/runs//a, two slashes in a row",
                "https://acct.blob.core.windows.net/runs//, two slashes in a row",
                "https://acct.blob.core.windows.net/runs/../x, '..' between slashes",
                "https://acct.blob.core.windows.net/runs/a b, 'a b' between slashes",
                "https://acct.blob.core.windows.net/runs/a., 'a.' between slashes",
                "https://acct.blob.core.windows.net/runs/a\\b, 'a\\b' between slashes",
                "acct.blob.core.windows.net/runs, lacks https://",
                "https:/acct.blob.core.windows.net/runs, is no address of a container",
                "https://acct.blob.core.windows.net/runs?comp=list, had a query behind it",
                "https://acct.blob.core.windows.net/runs#x, had a fragment behind it",
                "https://ac%63t.blob.core.windows.net/runs, where a host belongs",
            })
    void isRefusedInTwoLines(String text, String words) {
        assertThat(BlobAddress.isOne(text)).isTrue();
        assertThatThrownBy(() -> BlobAddress.parse(text))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acct.blob.core.windows.net/runs?sv=2025&sig=SECRET",
                "https://acct.blob.core.windows.net/runs?SIG=SECRET",
                "https://acct.blob.core.windows.net/runs#sig=SECRET",
                "https://acct.blob.core.windows.net/runs%3Fsig%3DSECRET",
                "https://user:SECRET@acct.blob.core.windows.net/runs",
                "https://user:SEC/RET@acct.blob.core.windows.net/runs",
                "https://acct.blob.core.windows.net/runs;AccountKey=SECRET",
                "acct.blob.core.windows.net/runs?sv=1&sig=SECRET",
            })
    void aSecretInItIsRefusedAndNeverRepeated(String text) {
        assertThatThrownBy(() -> BlobAddress.parse(text))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("change or revoke it")
                .hasMessageContaining("AZURE_STORAGE_SAS_TOKEN")
                .hasMessageNotContaining("SEC")
                .hasMessageNotContaining("RET");
    }

    @Test
    void anotherHostIsTakenOnTheWordOfAConnectionString() {
        assertThat(BlobAddress.parse(
                        "https://history.example.com/runs/a",
                        e -> e.equals("https://history.example.com") ? Optional.of("acct") : Optional.empty()))
                .isEqualTo(new BlobAddress("https://history.example.com", "acct", "runs", "a"));
        assertThat(BlobAddress.parse("https://10.0.0.5:10000/acct/runs", e -> Optional.of("acct")))
                .isEqualTo(new BlobAddress("https://10.0.0.5:10000/acct", "acct", "runs", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/history", "history", "~/x", "C:/history", "file:///srv/h", "wasbs://c@a/x", "s3://b"})
    void otherTextsAreNoneOfBlobStorage(String text) {
        assertThat(BlobAddress.isOne(text)).isFalse();
    }
}
