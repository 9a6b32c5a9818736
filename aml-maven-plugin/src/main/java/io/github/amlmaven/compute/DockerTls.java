package io.github.amlmaven.compute;

import com.github.dockerjava.transport.SSLConfig;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a Docker engine reached by TLS, in the three files of the docker CLI. */
final class DockerTls implements SSLConfig {
    private static final long serialVersionUID = 1L;
    /** {@code SEQUENCE { 0, { rsaEncryption, NULL }, OCTET STRING }} without the lengths: the frame of a PKCS#8 key. */
    private static final byte[] RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private final transient Path folder;

    DockerTls(Path folder) {
        this.folder = folder;
    }

    @Override
    public SSLContext getSSLContext() {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            Certificate[] chain = certificates("cert.pem").toArray(new Certificate[0]);
            own.setKeyEntry("docker", key(), new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, new char[0]);
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            int number = 0;
            for (Certificate authority : certificates("ca.pem")) {
                authorities.setCertificateEntry("ca" + number++, authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AmlException(
                    "cannot use the Docker certificates in " + folder + ": " + e.getMessage(),
                    "put ca.pem, cert.pem and key.pem there, or name their folder: DOCKER_CERT_PATH=<folder>",
                    e);
        }
    }

    private Collection<? extends Certificate> certificates(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private PrivateKey key() throws IOException, GeneralSecurityException {
        Path file = folder.resolve("key.pem");
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        boolean rsa = text.contains("-----BEGIN RSA PRIVATE KEY-----");
        int begin = text.indexOf(rsa ? "-----BEGIN RSA PRIVATE KEY-----" : "-----BEGIN PRIVATE KEY-----");
        int end = text.indexOf("-----END", Math.max(0, begin));
        if (begin < 0 || end < 0 || text.contains("Proc-Type: 4,ENCRYPTED")) {
            throw new AmlException(
                    file + " is not a key without a password in PEM format (PRIVATE KEY or RSA PRIVATE KEY)",
                    "convert it: openssl pkcs8 -topk8 -nodes -in " + file + " -out key.pem");
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(text.indexOf('\n', begin), end));
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(rsa ? framed(der) : der);
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }

    /** A key of PKCS#1, which OpenSSL wrote until 2021 and the JDK does not read, in the frame of PKCS#8. */
    private static byte[] framed(byte[] key) {
        byte[] octets = tagged(0x04, key);
        return tagged(
                0x30,
                ByteBuffer.allocate(RSA.length + octets.length)
                        .put(RSA)
                        .put(octets)
                        .array());
    }

    private static byte[] tagged(int tag, byte[] content) {
        // Keys of RSA take two bytes of length.
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
