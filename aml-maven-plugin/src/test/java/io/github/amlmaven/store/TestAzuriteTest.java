package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests rely on when they use Azurite. */
class TestAzuriteTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void azurite() {
        TestAzurite.require();
    }

    @Test
    void aContainerIsNewAndListsWhatIsPlanted() throws Exception {
        TestAzurite azurite = TestAzurite.shared();
        String container = azurite.newContainer();
        assertThat(azurite.names(container)).isEmpty();
        azurite.plant(container, "runs/1/log .txt", CONTENT);
        assertThat(azurite.names(container)).containsExactly("runs/1/log .txt");
        assertThat(azurite.newContainer()).isNotEqualTo(container);
    }

    @Test
    void aSignatureOpensItsContainerForItsTimeAndItsRights() throws Exception {
        TestAzurite azurite = TestAzurite.shared();
        String container = azurite.newContainer();
        azurite.plant(container, "a", CONTENT);
        String good = azurite.sas(container, "rl", Instant.now().plusSeconds(600));
        String old = azurite.sas(container, "rl", Instant.now().minusSeconds(600));
        String blind = azurite.sas(container, "l", Instant.now().plusSeconds(600));
        String blob = azurite.address(container) + "/a?";
        assertThat(status(blob)).isBetween(400, 499);
        assertThat(status(blob + good)).isEqualTo(200);
        assertThat(status(blob + old)).isEqualTo(403);
        assertThat(status(blob + blind)).isEqualTo(403);
        assertThat(status(azurite.address(azurite.newContainer()) + "/a?" + good))
                .isEqualTo(403);
    }

    @Test
    void aPublicContainerIsReadByAnybody() throws Exception {
        TestAzurite azurite = TestAzurite.shared();
        String container = azurite.newContainer();
        azurite.plant(container, "a", CONTENT);
        azurite.makePublic(container);
        assertThat(status(azurite.address(container) + "/a")).isEqualTo(200);
    }

    @Test
    void onlyAGoodTokenIsTakenByHttps() throws Exception {
        TestAzurite azurite = TestAzurite.secure();
        String container = azurite.newContainer();
        assertThat(byToken(container, TestAzurite.token().credential()).exists())
                .isTrue();
        for (AzuriteToken bad : new AzuriteToken[] {AzuriteToken.expired(), AzuriteToken.forAnother()}) {
            BlobContainerClient client = byToken(container, bad.credential());
            assertThatThrownBy(client::exists)
                    .isInstanceOfSatisfying(BlobStorageException.class, refused -> assertThat(refused.getStatusCode())
                            .isEqualTo(403));
        }
        assertThatThrownBy(() -> status(azurite.address(container))).isInstanceOf(IOException.class);
    }

    @Test
    void oneOfATestsOwnIsHeldAndStartsAgainAtTheSameAddress(@TempDir Path folder) throws Exception {
        try (TestAzurite azurite = TestAzurite.start(folder)) {
            String container = azurite.newContainer();
            String address = azurite.address(container);
            azurite.plant(container, "a", CONTENT);
            azurite.makePublic(container);
            azurite.hold();
            assertThatThrownBy(() -> status(address + "/a", 1)).isInstanceOf(HttpTimeoutException.class);
            azurite.goOn();
            assertThat(status(address + "/a")).isEqualTo(200);

            azurite.end();
            assertThatThrownBy(() -> status(address + "/a")).isInstanceOf(IOException.class);
            azurite.startAgain();
            assertThat(azurite.names(container)).containsExactly("a");
            azurite.kill();
            azurite.startAgain();
            assertThat(azurite.address(container)).isEqualTo(address);
            assertThat(status(address + "/a")).isEqualTo(200);
        }
    }

    private static BlobContainerClient byToken(String container, TokenCredential credential) throws Exception {
        TestAzurite azurite = TestAzurite.secure();
        HttpClient.Builder http = HttpClient.newBuilder().sslContext(azurite.certificate().sslContext);
        return new BlobContainerClientBuilder()
                .endpoint(azurite.address(container))
                .credential(credential)
                .httpClient(new JdkHttpClientBuilder(http).build())
                .buildClient();
    }

    private static int status(String address) throws IOException, InterruptedException {
        return status(address, 20);
    }

    private static int status(String address, int seconds) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(seconds))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
