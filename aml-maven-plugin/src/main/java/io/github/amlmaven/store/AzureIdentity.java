package io.github.amlmaven.store;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for somebody whom Azure knows, in a fixed order: environment, workload identity, managed identity, Azure CLI. Whom
 * the user has named is taken or fails; nobody else steps in.
 *
 * @param environment of this process
 * @param longest what each may take to sign in
 */
record AzureIdentity(BlobAddress address, Map<String, String> environment, Duration longest) {
    private static final String TENANT = "AZURE_TENANT_ID";
    private static final String CLIENT = "AZURE_CLIENT_ID";
    private static final String SECRET = "AZURE_CLIENT_SECRET";
    private static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH";
    private static final String CERTIFICATE_PASSWORD = "AZURE_CLIENT_CERTIFICATE_PASSWORD";
    private static final String FEDERATED = "AZURE_FEDERATED_TOKEN_FILE";
    private static final String AUTHORITY = "AZURE_AUTHORITY_HOST";
    private static final String METADATA = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
    /** Of a metadata service, which is on the same computer or not there; others wait 10 s for it. */
    private static final int REACHABLE_MILLIS = 1000;

    /**
     * The first that signs in; it has done so.
     *
     * @param without told of each that is not there, and why
     */
    Optional<BlobCredential> find(Consumer<String> without) {
        if (set(TENANT) && set(CLIENT) && (set(SECRET) || set(CERTIFICATE))) {
            String variable = set(SECRET) ? SECRET : CERTIFICATE;
            return Optional.of(named(
                    service(),
                    "Azure identity of the environment (" + variable + ")",
                    "see that " + TENANT + ", " + CLIENT + " and " + variable
                            + " are those of a service principal that may sign in, or unset them"));
        }
        if (set(TENANT) && set(CLIENT) && set(FEDERATED)) {
            TokenCredential workload = with(new WorkloadIdentityCredentialBuilder())
                    .tokenFilePath(value(FEDERATED))
                    .build();
            return Optional.of(named(
                    workload,
                    "workload identity (" + FEDERATED + ")",
                    "see that " + TENANT + ", " + CLIENT + " and " + FEDERATED
                            + " are those of this workload, or unset them"));
        }
        return managed(without).or(() -> commandLine(without));
    }

    private TokenCredential service() {
        if (set(SECRET)) {
            return with(new ClientSecretCredentialBuilder())
                    .clientSecret(value(SECRET))
                    .build();
        }
        String file = value(CERTIFICATE);
        ClientCertificateCredentialBuilder builder = with(new ClientCertificateCredentialBuilder());
        String lower = file.toLowerCase(Locale.ROOT);
        builder = lower.endsWith(".pfx") || lower.endsWith(".p12")
                ? builder.pfxCertificate(file)
                : builder.pemCertificate(file);
        return set(CERTIFICATE_PASSWORD)
                ? builder.clientCertificatePassword(value(CERTIFICATE_PASSWORD)).build()
                : builder.build();
    }

    private <T extends AadCredentialBuilderBase<T>> T with(T builder) {
        T named = builder.tenantId(value(TENANT)).clientId(value(CLIENT)).maxRetry(0);
        String written = value(AUTHORITY);
        named = named.authorityHost(authority());
        // One that is not known to everybody would be asked of Azure's own, where a closed network does not lead.
        return !written.isBlank() && !written.contains("login.") ? named.disableInstanceDiscovery() : named;
    }

    private String authority() {
        if (set(AUTHORITY)) {
            return value(AUTHORITY);
        }
        if (address.endpoint().endsWith(".usgovcloudapi.net")) {
            return "https://login.microsoftonline.us/";
        }
        return address.endpoint().endsWith(".chinacloudapi.cn")
                ? "https://login.chinacloudapi.cn/"
                : "https://login.microsoftonline.com/";
    }

    private Optional<BlobCredential> managed(Consumer<String> without) {
        if (!set("IDENTITY_ENDPOINT") && !set("MSI_ENDPOINT") && !isReachable(metadata())) {
            without.accept("no managed identity: this computer is not one of Azure's");
            return Optional.empty();
        }
        ManagedIdentityCredentialBuilder builder = new ManagedIdentityCredentialBuilder().maxRetry(0);
        if (set(CLIENT)) {
            builder.clientId(value(CLIENT));
        }
        return unnamed(builder.build(), "managed identity", without);
    }

    private URI metadata() {
        return URI.create(set(METADATA) ? value(METADATA) : "http://169.254.169.254/");
    }

    private static boolean isReachable(URI service) {
        int port = service.getPort() < 0 ? 80 : service.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(service.getHost(), port), REACHABLE_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<BlobCredential> commandLine(Consumer<String> without) {
        @Nullable Path program = AzureCli.find(environment);
        if (program == null) {
            without.accept("no Azure CLI: no az in the absolute folders of PATH, outside this project");
            return Optional.empty();
        }
        return unnamed(new AzureCli(program, longest), "Azure CLI (" + program + ")", without);
    }

    private Optional<BlobCredential> unnamed(TokenCredential tokens, String source, Consumer<String> without) {
        try {
            return Optional.of(named(tokens, source, "az login"));
        } catch (AmlException e) {
            without.accept(e.problem());
            return Optional.empty();
        }
    }

    private BlobCredential named(TokenCredential tokens, String source, String remedy) {
        SignIn signIn = new SignIn(tokens, source, remedy, longest);
        signIn.getTokenSync(SignIn.STORAGE);
        return new BlobCredential.Identity(signIn, source);
    }

    private boolean set(String name) {
        return !value(name).isBlank();
    }

    private String value(String name) {
        return environment.getOrDefault(name, "");
    }
}
