package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault does what it says, and nothing else happens on the way to Azurite. */
class BlobProxyTest {
    private static final byte[] CONTENT = new byte[300_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private TestAzurite azurite;
    private BlobProxy proxy;
    private String container;
    private String sas;

    @BeforeEach
    void stand() throws Exception {
        azurite = TestAzurite.shared();
        proxy = new BlobProxy(azurite.port());
        container = azurite.newContainer();
        sas = azurite.sas(container, "rcwdl", Instant.now().plusSeconds(600));
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
    }

    @Test
    void withoutFaultsEverythingGetsThroughAndIsCounted() throws Exception {
        assertThat(put("a", BodyPublishers.ofByteArray(CONTENT))).isEqualTo(201);
        assertThat(get("a").body()).isEqualTo(CONTENT);
        assertThat(head("a")).isEqualTo(200);
        assertThat(get("b").statusCode()).isEqualTo(404);
        assertThat(proxy.kinds()).isEqualTo(Map.of("PUT blob", 1, "GET blob", 2, "HEAD blob", 1));
        assertThat(proxy.lines().get(0)).startsWith("PUT /devstoreaccount1/" + container + "/a?");
        assertThat(proxy.up.get()).isBetween(300_000L, 305_000L);
        assertThat(proxy.down.get()).isBetween(300_000L, 305_000L);
        proxy.forget();
        assertThat(proxy.calls()).isZero();
        assertThat(proxy.up.get()).isZero();
    }

    @Test
    void aChunkedRequestGetsThrough() throws Exception {
        // A blob of unknown length is refused, a list of blocks is not.
        assertThat(put("a?comp=block&blockid=MDE=", BodyPublishers.ofByteArray(CONTENT)))
                .isEqualTo(201);
        byte[] list = "<BlockList><Latest>MDE=</Latest></BlockList>".getBytes(StandardCharsets.UTF_8);
        assertThat(put("a?comp=blocklist", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(list))))
                .isEqualTo(201);
        assertThat(get("a").body()).isEqualTo(CONTENT);
    }

    @Test
    void theSdkIsTakenWithItsKeyAndBlocksAndLists() throws Exception {
        BlobContainerClient client = new BlobContainerClientBuilder()
                .endpoint(proxy.address(azurite.address(container)))
                .credential(new StorageSharedKeyCredential(TestAzurite.ACCOUNT, TestAzurite.KEY))
                .buildClient();
        BlockBlobClient blob = client.getBlobClient("a").getBlockBlobClient();
        blob.stageBlock("MDE=", new ByteArrayInputStream(CONTENT), CONTENT.length);
        blob.commitBlockList(List.of("MDE="));
        assertThat(blob.downloadContent().toBytes()).isEqualTo(CONTENT);
        assertThat(client.listBlobs()).hasSize(1);
        assertThat(client.exists()).isTrue();
        assertThat(proxy.kinds())
                .containsOnlyKeys("PUT block", "PUT blocklist", "GET blob", "GET list", "GET container");
    }

    @Test
    void aDroppedAnswerIsOfACallThatWasCarriedOut() throws Exception {
        proxy.once(line -> line.startsWith("PUT"), Fault.dropAnswer());
        assertThatThrownBy(() -> put("a", BodyPublishers.ofByteArray(CONTENT))).isInstanceOf(IOException.class);
        assertThat(azurite.names(container)).containsExactly("a");
        assertThat(put("b", BodyPublishers.ofByteArray(CONTENT))).isEqualTo(201);
    }

    @Test
    void aDelayedAnswerComesLate() throws Exception {
        proxy.at(0, Fault.delayAnswer(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(put("a", BodyPublishers.ofByteArray(CONTENT))).isEqualTo(201);
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000);
    }

    @Test
    void aCutAnswerHasSoManyBytes() throws Exception {
        azurite.plant(container, "a", CONTENT);
        proxy.at(0, Fault.cutAnswer(100_001));
        HttpResponse<InputStream> answer = http.send(request("a").GET().build(), BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(CONTENT.length);
        byte[] got = new byte[CONTENT.length];
        int[] count = {0};
        assertThatThrownBy(() -> {
                    for (int b = answer.body().read(); b >= 0; b = answer.body().read()) {
                        got[count[0]++] = (byte) b;
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(count[0]).isEqualTo(100_001);
        assertThat(got).startsWith(Arrays.copyOf(CONTENT, 100_001));
    }

    @Test
    void aCutRequestIsNotCarriedOut() throws Exception {
        proxy.at(0, Fault.cutRequest(100_001));
        assertThatThrownBy(() -> put("a", BodyPublishers.ofByteArray(CONTENT))).isInstanceOf(IOException.class);
        assertThat(azurite.names(container)).isEmpty();
    }

    @Test
    void aFlippedBitIsOneBit() throws Exception {
        long bit = 250_000L * 8 + 3;
        byte[] other = CONTENT.clone();
        other[250_000] ^= 1 << 3;
        azurite.plant(container, "a", CONTENT);
        proxy.at(0, Fault.flipAnswer(bit));
        assertThat(get("a").body()).isEqualTo(other);
        assertThat(get("a").body()).isEqualTo(CONTENT);
        proxy.at(2, Fault.flipRequest(bit));
        assertThat(put("b", BodyPublishers.ofByteArray(CONTENT))).isEqualTo(201);
        assertThat(get("b").body()).isEqualTo(other);
    }

    @Test
    void aDuplicateIsCarriedOutTwiceAndTheSecondAnswerIsGiven() throws Exception {
        proxy.at(0, Fault.duplicate());
        HttpRequest create = request("a")
                .header("x-ms-blob-type", "BlockBlob")
                .header("If-None-Match", "*")
                .PUT(BodyPublishers.ofByteArray(CONTENT))
                .build();
        assertThat(http.send(create, BodyHandlers.discarding()).statusCode()).isEqualTo(409);
        assertThat(get("a").body()).isEqualTo(CONTENT);
    }

    @Test
    void aReplyIsGivenInsteadOfACall() throws Exception {
        proxy.at(0, Fault.reply(503, "Retry-After: 7", "x-ms-error-code: ServerBusy"));
        proxy.at(1, Fault.reply(500));
        proxy.at(2, Fault.redirect("http://127.0.0.2/elsewhere"));
        HttpResponse<byte[]> busy = get("a");
        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(busy.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(put("a", BodyPublishers.ofByteArray(CONTENT))).isEqualTo(500);
        HttpResponse<byte[]> elsewhere = get("a");
        assertThat(elsewhere.statusCode()).isEqualTo(302);
        assertThat(elsewhere.headers().firstValue("Location")).hasValue("http://127.0.0.2/elsewhere");
        assertThat(azurite.names(container)).isEmpty();
    }

    @Test
    void silenceHasNoEnd() throws Exception {
        proxy.always(line -> line.contains("/silent?"), Fault.silence());
        HttpRequest request =
                request("silent").timeout(Duration.ofMillis(500)).GET().build();
        assertThatThrownBy(() -> http.send(request, BodyHandlers.discarding()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(get("other").statusCode()).isEqualTo(404);
        proxy.heal();
        assertThat(get("silent").statusCode()).isEqualTo(404);
    }

    @Test
    void aTrickleIsAByteASecond() throws Exception {
        azurite.plant(container, "a", new byte[] {1, 2, 3});
        proxy.at(0, Fault.trickleAnswer());
        long start = System.nanoTime();
        assertThat(get("a").body()).containsExactly(1, 2, 3);
        assertThat(System.nanoTime() - start).isBetween(1_900_000_000L, 10_000_000_000L);
    }

    @Test
    void aStoppedProxyRefusesUntilItStartsAgain() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(get("a").statusCode()).isEqualTo(404);
            proxy.stop();
            assertThatThrownBy(() -> get("a")).isInstanceOf(IOException.class);
            proxy.startAgain();
        }
    }

    private HttpRequest.Builder request(String blob) {
        String address = proxy.address(azurite.address(container));
        return HttpRequest.newBuilder(URI.create(address + "/" + blob + (blob.contains("?") ? "&" : "?") + sas))
                .timeout(Duration.ofSeconds(20));
    }

    private int put(String blob, BodyPublisher body) throws IOException, InterruptedException {
        return send(request(blob).header("x-ms-blob-type", "BlockBlob").PUT(body))
                .statusCode();
    }

    private HttpResponse<byte[]> get(String blob) throws IOException, InterruptedException {
        return send(request(blob).GET());
    }

    private int head(String blob) throws IOException, InterruptedException {
        return send(request(blob).method("HEAD", BodyPublishers.noBody())).statusCode();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }
}
