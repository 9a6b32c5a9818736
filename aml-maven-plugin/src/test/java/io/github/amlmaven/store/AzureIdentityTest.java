package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom Azure knows, with a command line that is a stand-in, and services that are not there. */
@Timeout(60)
class AzureIdentityTest {
    private static final BlobAddress ADDRESS = BlobAddress.parse("https://acct.blob.core.windows.net/runs");
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir
    private Path temp;

    private final List<String> without = new ArrayList<>();

    @Test
    void whoeverHasSignedInWithTheCommandLine() throws IOException {
        Path az = az(
                temp.resolve("bin"),
                "echo \"$@\" > '" + temp + "/asked'\n"
                        + "echo '{\"accessToken\": \"CANARY\", \"expires_on\": 4102444800, \"tenant\": {\"a\": []}}'");
        BlobCredential found =
                find(Map.of("PATH", "relative:" + az.getParent())).orElseThrow();
        assertThat(found.source()).isEqualTo("Azure CLI (" + az + ")");
        assertThat(found.toString()).doesNotContain("CANARY");
        assertThat(((BlobCredential.Identity) found)
                        .tokens()
                        .getTokenSync(SignIn.STORAGE)
                        .getToken())
                .isEqualTo("CANARY");
        assertThat(temp.resolve("asked"))
                .hasContent("account get-access-token --resource https://storage.azure.com --output json");
        assertThat(without).containsExactly("no managed identity: this computer is not one of Azure's");
    }

    @Test
    void aProjectBringsNoCommandLineOfItsOwn() throws IOException {
        Path project = Files.createDirectories(temp.resolve("project"));
        Files.createFile(project.resolve("pom.xml"));
        Path planted = az(project.resolve("tools/bin"), "touch '" + temp + "/ran'");
        Path link = Files.createDirectories(temp.resolve("links")).resolve("az");
        Files.createSymbolicLink(link, planted);
        assertThat(find(Map.of("PATH", ":.:" + planted.getParent() + ":" + link.getParent())))
                .isEmpty();
        assertThat(temp.resolve("ran")).doesNotExist();
        assertThat(without).last().asString().startsWith("no Azure CLI");
    }

    @Test
    void aCommandLineThatFailsIsToldInItsWords() throws IOException {
        Path az = az(temp.resolve("bin"), "echo \"Please run 'az login'. sig=CANARY\" >&2; exit 1");
        assertThat(find(Map.of("PATH", az.getParent().toString()))).isEmpty();
        assertThat(without)
                .last()
                .isEqualTo("cannot sign in to Azure: Azure CLI (" + az
                        + "): az ended with 1: Please run 'az login'. sig=***");
        Path silent = az(temp.resolve("silent"), "echo CANARY");
        assertThat(find(Map.of("PATH", silent.getParent().toString()))).isEmpty();
        assertThat(without).last().asString().contains("no token").doesNotContain("CANARY");
    }

    @Test
    void aCommandLineThatHangsIsGivenUpOnAndEnded() throws IOException {
        Path az = az(temp.resolve("bin"), "sleep 4711 & wait");
        long begin = System.nanoTime();
        assertThat(new AzureIdentity(
                                ADDRESS,
                                environment(Map.of("PATH", az.getParent().toString())),
                                Duration.ofSeconds(1))
                        .find(without::add))
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        assertThat(without).last().asString().contains("Azure CLI");
    }

    @Test
    void whoIsNamedAndCannotSignInIsNotReplaced() throws IOException {
        Path az = az(temp.resolve("bin"), "touch '" + temp + "/ran'");
        Map<String, String> service = new TreeMap<>(Map.of(
                "PATH", az.getParent().toString(),
                "AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111",
                "AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222",
                "AZURE_CLIENT_SECRET", "CANARY",
                "AZURE_AUTHORITY_HOST", "https://127.0.0.1:1/"));
        assertThatThrownBy(() ->
                        new AzureIdentity(ADDRESS, environment(service), Duration.ofSeconds(2)).find(without::add))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(
                        "cannot sign in to Azure: Azure identity of the environment (AZURE_CLIENT_SECRET): ")
                .hasMessageContaining("AZURE_TENANT_ID")
                .hasMessageNotContaining("CANARY");
        service.remove("AZURE_CLIENT_SECRET");
        service.put("AZURE_FEDERATED_TOKEN_FILE", temp.resolve("absent").toString());
        assertThatThrownBy(() ->
                        new AzureIdentity(ADDRESS, environment(service), Duration.ofSeconds(2)).find(without::add))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("workload identity (AZURE_FEDERATED_TOKEN_FILE)");
        assertThat(temp.resolve("ran")).doesNotExist();
    }

    @Test
    void aSilentServiceIsGivenUpOn() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Map<String, String> service = Map.of(
                    "AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111",
                    "AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222",
                    "AZURE_CLIENT_SECRET", "CANARY",
                    "AZURE_AUTHORITY_HOST", "https://127.0.0.1:" + silent.getLocalPort() + "/");
            long begin = System.nanoTime();
            assertThatThrownBy(() ->
                            new AzureIdentity(ADDRESS, environment(service), Duration.ofSeconds(2)).find(without::add))
                    .isInstanceOf(AmlException.class)
                    .hasMessageContaining("no answer for 2 s");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void nothingIsThere() {
        assertThatThrownBy(() -> BlobCredentials.find(ADDRESS, StoreAccess.NONE, environment(Map.of())))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("nothing opens " + ADDRESS + " (no managed identity: this computer is not one of"
                        + " Azure's; no Azure CLI: no az in the absolute folders of PATH, outside this project)")
                .hasMessageContaining("az login")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
    }

    private Optional<BlobCredential> find(Map<String, String> environment) {
        return new AzureIdentity(ADDRESS, environment(environment), LONGEST).find(without::add);
    }

    /** With a metadata service that refuses at once, so that nobody asks a real one. */
    private static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new TreeMap<>(own);
        environment.put("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:1/");
        return environment;
    }

    private static Path az(Path folder, String script) throws IOException {
        Path az = Files.createDirectories(folder).resolve("az");
        Files.writeString(az, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(az, PosixFilePermissions.fromString("rwx------"));
    }
}
