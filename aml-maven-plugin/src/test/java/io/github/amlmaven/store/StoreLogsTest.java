package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Azure's libraries and the JDK say of requests with a signature, with everything switched on. */
class StoreLogsTest {
    @Test
    void noSignatureAtAnyLevel() throws IOException {
        String said = ForkedJava.run(
                List.of(
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-Dorg.slf4j.simpleLogger.log.com.azure=trace",
                        "-Djdk.httpclient.HttpClient.log=all",
                        "-Dorg.slf4j.simpleLogger.showLogName=true"),
                Requests.class);
        assertThat(said)
                .contains("DONE", "CHANNEL:", "JdkHttpClient")
                .doesNotContainIgnoringCase("canary")
                .doesNotContain("Q0FOQVJZ", "SharedKey acct:");
    }

    @Test
    void theLibrariesAreSilentUnderMavensX() throws IOException {
        String said = ForkedJava.run(
                List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=debug", "-Dorg.slf4j.simpleLogger.showLogName=true"),
                Requests.class);
        assertThat(said)
                .contains("DONE", "is opened by AZURE_STORAGE_SAS_TOKEN")
                .doesNotContain("DEBUG com.azure", "WARN com.azure", "ERROR com.azure", "DEBUG reactor");
    }

    /** Requests that succeed, fail, are refused and are never answered. */
    static final class Requests {
        @SuppressWarnings("CatchAndPrintStackTrace")
        public static void main(String[] arguments) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                boolean fails = exchange.getRequestURI().getPath().endsWith("fails");
                byte[] body = "<Error/>".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(fails ? 403 : 200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            int port = server.getAddress().getPort();
            BlobCredential found = BlobCredentials.find(
                    BlobAddress.parse("http://127.0.0.1:" + port + "/acct/runs"),
                    StoreAccess.NONE,
                    Map.of("AZURE_STORAGE_SAS_TOKEN", "sv=2025-11-05&sig=CANARY%2Bx"));
            BlobCredential key = new BlobCredential.SharedKey("acct", new Secret("Q0FOQVJZ"), "test");
            for (BlobCredential credential : List.of(found, key)) {
                HttpPipeline pipeline =
                        new HttpPipelineBuilder().policies(credential.policy()).build();
                for (String url : List.of(
                        "http://127.0.0.1:" + port + "/acct/runs/works",
                        "http://127.0.0.1:" + port + "/acct/runs/fails",
                        "http://127.0.0.1:1/acct/runs/refused",
                        "http://no-such-host.invalid/acct/runs")) {
                    HttpRequest request = new HttpRequest(HttpMethod.PUT, url).setBody("content");
                    try {
                        System.out.println(
                                pipeline.sendSync(request, Context.NONE).getStatusCode());
                    } catch (RuntimeException e) {
                        e.printStackTrace(); // as mvn -e shows it: the trace is searched for the secret, too
                    }
                }
            }
            System.out.println("DONE " + found);
            server.stop(0);
            System.exit(0);
        }
    }
}
