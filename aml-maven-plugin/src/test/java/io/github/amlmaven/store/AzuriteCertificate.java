package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A throw-away certificate for 127.0.0.1, and the only one that those who use its {@link #sslContext} trust. */
final class AzuriteCertificate {
    static final String PASSWORD = "throw-away";

    /** The certificate alone, as a JVM takes it with {@code -Djavax.net.ssl.trustStore} and {@link #PASSWORD}. */
    final Path trustStore;

    final SSLContext sslContext;

    private final Path keyStore;

    AzuriteCertificate(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        keyStore = folder.resolve("certificate.p12");
        trustStore = folder.resolve("trusted.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "azurite",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();

        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            own.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("azurite", own.getCertificate("azurite"));
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        sslContext = SSLContext.getInstance("TLS");
        sslContext.init(null, trust.getTrustManagers(), null);
    }

    /** What makes Azurite use it, and ask for tokens. */
    List<String> options() {
        return List.of("--oauth", "basic", "--cert", keyStore.toString(), "--pwd", PASSWORD);
    }
}
