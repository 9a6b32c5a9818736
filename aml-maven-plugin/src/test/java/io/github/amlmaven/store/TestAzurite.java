package io.github.amlmaven.store;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.PublicAccessType;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import io.github.amlmaven.Required;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Azurite, a real server of the Blob protocol on this computer, as {@code src/it/azurite/install.sh} installs it. */
final class TestAzurite implements Closeable {
    /** The account that every Azurite has; its key is well known and opens nothing else. */
    static final String ACCOUNT = "devstoreaccount1";

    static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    static {
        // The SDK warns in each upload of a header that the JDK's client sets itself.
        System.setProperty("org.slf4j.simpleLogger.log.com.azure.core.http.jdk", "error");
    }

    private static @Nullable TestAzurite shared;
    private static @Nullable TestAzurite sharedSecure;

    private final Path folder;
    private final List<String> options;
    private final @Nullable AzuriteCertificate certificate;
    private final BlobServiceClient client;
    private AzuriteProcess process;

    private TestAzurite(Path folder, List<String> options, @Nullable AzuriteCertificate certificate)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.options = options;
        this.certificate = certificate;
        this.process = AzuriteProcess.start(folder, 0, options);
        this.client = connect();
    }

    /** Skips the test, or fails it, where Azurite is not installed. */
    static void require() {
        Required.that(
                AzuriteProcess.available(),
                "no Azurite, the Blob service of the tests, in target/azurite; src/it/azurite/install.sh installs it");
    }

    /** The one of this JVM by HTTP: nobody may hold or kill it. */
    static synchronized TestAzurite shared() throws IOException, InterruptedException {
        require();
        if (shared == null) {
            shared = new TestAzurite(temporary(), List.of("--inMemoryPersistence"), null);
        }
        return shared;
    }

    /** The one of this JVM by HTTPS, which takes tokens too: nobody may hold or kill it. */
    static synchronized TestAzurite secure() throws IOException, InterruptedException, GeneralSecurityException {
        require();
        if (sharedSecure == null) {
            Path folder = temporary();
            AzuriteCertificate certificate = new AzuriteCertificate(folder);
            List<String> options = new ArrayList<>(List.of("--inMemoryPersistence"));
            options.addAll(certificate.options());
            sharedSecure = new TestAzurite(folder, options, certificate);
        }
        return sharedSecure;
    }

    /** One of a test's own by HTTP, to be held, killed and started again; what it keeps it keeps in the folder. */
    static TestAzurite start(Path folder) throws IOException, InterruptedException {
        require();
        return new TestAzurite(
                folder, List.of("--location", folder.resolve("blobs").toString()), null);
    }

    int port() {
        return process.port();
    }

    /** The address of a container, with no slash at the end. */
    String address(String container) {
        return service() + "/" + container;
    }

    /** A new empty container of a name of its own, which it gives. */
    String newContainer() {
        String name = "test-" + UUID.randomUUID();
        container(name).create();
        return name;
    }

    /** A container as the official SDK sees it, with the account's key. */
    BlobContainerClient container(String container) {
        return client.getBlobContainerClient(container);
    }

    /**
     * A shared access signature for all of a container, without {@code ?}.
     *
     * @param permissions letters such as {@code racwdl}
     */
    String sas(String container, String permissions, Instant expiry) {
        return container(container)
                .generateSas(new BlobServiceSasSignatureValues(
                        expiry.atOffset(ZoneOffset.UTC), BlobContainerSasPermission.parse(permissions)));
    }

    /** A token for {@link #secure} that is accepted; {@link AzuriteToken} has others. */
    static AzuriteToken token() {
        return AzuriteToken.valid();
    }

    /** What trusts the certificate of {@link #secure}. */
    AzuriteCertificate certificate() {
        if (certificate == null) {
            throw new IllegalStateException("this one is reached by HTTP");
        }
        return certificate;
    }

    /** Lets everybody list and read a container. */
    void makePublic(String container) {
        container(container).setAccessPolicy(PublicAccessType.CONTAINER, List.of());
    }

    /** The names of all blobs, as the official SDK lists them; fails for a container that cannot be listed. */
    List<String> names(String container) {
        return container(container).listBlobs().stream().map(BlobItem::getName).toList();
    }

    /** Makes or replaces a blob past the store, under just that name. */
    void plant(String container, String name, byte[] content) {
        container(container).getBlobClient(name).upload(BinaryData.fromBytes(content), true);
    }

    /** Ends it as a power loss would: see {@link AzuriteProcess#kill}. */
    void kill() {
        process.kill();
    }

    /** Ends it so that nothing acknowledged is lost. */
    void end() throws InterruptedException {
        process.end();
    }

    /** Starts it again after {@link #kill} or {@link #end}, at the same address with the same folder. */
    void startAgain() throws IOException, InterruptedException {
        process = AzuriteProcess.start(folder, port(), options);
    }

    /** Holds it: it takes connections and answers nothing. */
    void hold() throws IOException, InterruptedException {
        process.hold(true);
    }

    /** Lets it go on after {@link #hold}. */
    void goOn() throws IOException, InterruptedException {
        process.hold(false);
    }

    @Override
    public void close() {
        kill();
    }

    private String service() {
        return (certificate == null ? "http" : "https") + "://127.0.0.1:" + port() + "/" + ACCOUNT;
    }

    private BlobServiceClient connect() {
        HttpClient.Builder http = HttpClient.newBuilder();
        if (certificate != null) {
            http.sslContext(certificate.sslContext);
        }
        return new BlobServiceClientBuilder()
                .endpoint(service())
                .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
                .httpClient(new JdkHttpClientBuilder(http).build())
                .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 2, 20, 100L, 100L, null))
                .buildClient();
    }

    private static Path temporary() throws IOException {
        Path folder = Files.createTempDirectory("azurite");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        return folder;
    }

    /** Removes a folder and all in it. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
