package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From an address to a store. */
class StoresTest {
    private static final Path BASE = Path.of("/work/project");
    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @Test
    void aFolderIsTakenAsItIsWritten() {
        assertThat(Stores.open("/srv/team history", BASE)).hasToString("/srv/team history");
        assertThat(Stores.open("../history", BASE)).hasToString("/work/history");
        assertThat(Stores.open("~/h", BASE)).hasToString(HOME.resolve("h").toString());
        assertThat(Stores.open("~", BASE)).hasToString(HOME.toString());
        assertThat(Stores.open(" file:///srv/h%20x ", BASE)).hasToString("/srv/h x");
        assertThat(Stores.open("FILE:///srv/h", BASE)).hasToString("/srv/h");
        assertThat(Stores.open("file:///srv/me@work", BASE)).hasToString("/srv/me@work");
        assertThat(Stores.openDefault()).hasToString(HOME + "/.azureml/history");
    }

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/runs, s3://bucket/runs",
        "wasbs:/runs, wasbs://runs",
        "abfss://runs/a, abfss://runs/a",
    })
    void noOtherAddressIsTakenForAFolder(String address, String shown) {
        assertThatThrownBy(() -> Stores.open(address, BASE))
                .isInstanceOf(AmlException.class)
                .hasMessage("'" + shown + "' is no address that a history can be kept at\n"
                        + "-> set -Daml.store=<folder>, such as ~/.azureml/history, which is the default, or"
                        + " -Daml.store=https://<account>.blob.core.windows.net/<container>");
    }

    @ParameterizedTest
    @CsvSource({
        "https://acct.blob.core.windows.net/runs?sv=1&sig=SECRET, https://acct.blob.core.windows.net/runs",
        "HTTPS://user:SECRET@host/runs, HTTPS://host/runs",
        "https://user:SEC/RET@host/runs, https://host/runs",
        "https://host/runs#sig=SECRET, https://host/runs",
        "https:/acct.blob.core.windows.net/runs?sig=SECRET, https://acct.blob.core.windows.net/runs",
        "acct.blob.core.windows.net/runs?sv=1&sig=SECRET, acct.blob.core.windows.net/runs",
        "wasbs://runs:SECRET@acct.blob.core.windows.net/, wasbs://acct.blob.core.windows.net/",
        "file:///srv/h?sig=SECRET, file://srv/h",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=SECRET, a connection string",
        "SharedAccessSignature=SECRET, a connection string",
        "BlobEndpoint=https://a.example.com;SharedAccessSignature=sig=SECRET, a connection string",
    })
    void anAddressWithAKeyIsNeverRepeated(String address, String shown) {
        assertThatThrownBy(() -> Stores.open(address, BASE))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the store '" + shown + "' was given with a key")
                .hasMessageContaining("change or revoke it")
                .hasMessageContaining("settings.xml");
    }

    @Test
    void aContainerIsNoFolder() {
        assertThatThrownBy(() -> Stores.open("https://acct.blob.core.windows.net", BASE))
                .hasMessageContaining("names no container");
        assertThatThrownBy(() -> Stores.open("https://example.com/runs", BASE))
                .hasMessageContaining("nothing is sent there");
        assertThat(Stores.variables("/srv/history", StoreAccess.NONE)).isEmpty();
    }

    @Test
    void anEmptyOrBrokenAddressIsRefused() {
        assertThatThrownBy(() -> Stores.open("  ", BASE))
                .isInstanceOf(AmlException.class)
                .hasMessage("the address of the store is empty\n"
                        + "-> set -Daml.store=<folder>, or leave it out for ~/.azureml/history");
        assertThatThrownBy(() -> Stores.open("a\0b", BASE)).isInstanceOf(AmlException.class);
        assertThatThrownBy(() -> Stores.open("file:relative", BASE)).isInstanceOf(AmlException.class);
    }

    @Test
    void refusesAFile(@TempDir Path temp) throws IOException {
        Path file = Files.createFile(temp.resolve("pom.xml"));
        assertThatThrownBy(() -> Stores.open("pom.xml", temp))
                .hasMessage(file + " is a file, and the history needs a folder\n"
                        + "-> set -Daml.store=<folder>, such as ~/.azureml/history, which is the default");
    }
}
