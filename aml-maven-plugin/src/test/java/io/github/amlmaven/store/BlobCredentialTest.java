package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.util.Context;
import com.sun.net.httpserver.HttpServer;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What each credential adds to a request, and what it gives to a script. */
class BlobCredentialTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[64]);
    private static final BlobAddress ADDRESS = BlobAddress.parse("https://acct.blob.core.windows.net/runs/a");

    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private final AtomicReference<String> query = new AtomicReference<>("");
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorization.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            query.set(String.valueOf(exchange.getRequestURI().getRawQuery()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aKeySignsAndIsPassedOn() {
        BlobCredential key = new BlobCredential.SharedKey("acct", new Secret(KEY), "AZURE_STORAGE_KEY");
        send(key);
        assertThat(authorization.get()).startsWith("SharedKey acct:");
        assertThat(key.sas()).isEmpty();
        assertThat(key.toString()).doesNotContain(KEY);
        assertThat(key.variables(ADDRESS))
                .containsEntry("AZURE_STORAGE_ACCOUNT", new Secret("acct"))
                .containsEntry("AZURE_STORAGE_KEY", new Secret(KEY))
                .containsEntry("AML_STORE_CONTAINER", new Secret("runs"))
                .containsEntry("AML_STORE_URL", new Secret("https://acct.blob.core.windows.net/runs/a"))
                .containsEntry(
                        "AZURE_STORAGE_CONNECTION_STRING",
                        new Secret("DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=" + KEY
                                + ";BlobEndpoint=https://acct.blob.core.windows.net"))
                .hasSize(5);
    }

    @Test
    void aSasIsAddedToTheQueryAndPassedOn() {
        BlobCredential sas = new BlobCredential.Sas(new Secret("sv=2025&sig=a%2Fb"), "AZURE_STORAGE_SAS_TOKEN");
        send(sas);
        assertThat(query.get()).isEqualTo("comp=list&sv=2025&sig=a%2Fb");
        assertThat(sas.sas()).contains("sv=2025&sig=a%2Fb");
        assertThat(sas.toString()).doesNotContain("sig=");
        Map<String, Secret> variables = sas.variables(ADDRESS);
        assertThat(variables)
                .containsEntry("AZURE_STORAGE_SAS_TOKEN", new Secret("sv=2025&sig=a%2Fb"))
                .containsEntry(
                        "AZURE_STORAGE_CONNECTION_STRING",
                        new Secret(
                                "BlobEndpoint=https://acct.blob.core.windows.net;SharedAccessSignature=sv=2025&sig=a%2Fb"))
                .hasSize(5);
        assertThat(variables.toString()).doesNotContain("sig=");
    }

    @Test
    void anIdentityGoesOverHttpsOnlyAndIsNotPassedOn() {
        BlobCredential identity = new BlobCredential.Identity(
                request -> Mono.just(new AccessToken(
                        "TOKEN", OffsetDateTime.now(ZoneOffset.UTC).plusHours(1))),
                "Azure CLI");
        assertThatThrownBy(() -> send(identity)).hasMessageContaining("HTTPS");
        assertThat(authorization.get()).isEmpty();
        assertThat(identity.toString()).isEqualTo("Identity[Azure CLI]");
        assertThat(identity.variables(ADDRESS).keySet())
                .containsExactly("AML_STORE_CONTAINER", "AML_STORE_URL", "AZURE_STORAGE_ACCOUNT");
    }

    private void send(BlobCredential credential) {
        HttpPipeline pipeline =
                new HttpPipelineBuilder().policies(credential.policy()).build();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/acct/runs?comp=list";
        HttpRequest request = new HttpRequest(HttpMethod.GET, url);
        request.setHeader(com.azure.core.http.HttpHeaderName.DATE, "Thu, 26 Nov 2026 00:00:00 GMT");
        pipeline.sendSync(request, Context.NONE).close();
    }
}
