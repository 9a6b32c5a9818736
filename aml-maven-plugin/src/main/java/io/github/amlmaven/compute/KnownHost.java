package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of a {@code known_hosts} file.
 *
 * @param line its number, from 1
 * @param marker {@code @revoked}, {@code @cert-authority}, or empty
 * @param hosts patterns with commas between them, or one name hashed
 */
record KnownHost(Path file, int line, String marker, String hosts, HostKeyBlob key) {
    static final String REVOKED = "@revoked";
    static final String AUTHORITY = "@cert-authority";

    private static final Logger LOG = LoggerFactory.getLogger(KnownHost.class);
    private static final String HASHED = "|1|";

    /** All lines of a file that hold a key; none, when there is no such file. */
    static List<KnownHost> read(Path file) throws IOException {
        List<KnownHost> found = new ArrayList<>();
        if (!Files.exists(file)) {
            return found;
        }
        // Comments may be in any character set.
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = List.of(lines.get(i).strip().split("[ \t]+", -1));
            int first = words.get(0).startsWith("@") ? 1 : 0;
            if (words.get(0).startsWith("#") || words.size() < first + 3) {
                continue;
            }
            try {
                found.add(new KnownHost(
                        file,
                        i + 1,
                        first == 1 ? words.get(0) : "",
                        words.get(first),
                        new HostKeyBlob(Base64.getDecoder().decode(words.get(first + 2)))));
            } catch (IllegalArgumentException e) {
                LOG.debug("{}, line {} is passed over: {}", file, i + 1, e.getMessage());
            }
        }
        return found;
    }

    /** Whether it is about this host: a name, or {@code [name]:port} where the port is not 22. */
    boolean names(String host) {
        return hosts.startsWith(HASHED) ? isHashOf(host) : SshPatterns.match(List.of(hosts.split(",", -1)), host);
    }

    /** Where it is, to be read after "in". */
    String place() {
        return file + ", line " + line;
    }

    private boolean isHashOf(String host) {
        int bar = hosts.indexOf('|', HASHED.length());
        if (bar < 0) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(hosts.substring(HASHED.length(), bar));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            return MessageDigest.isEqual(
                    mac.doFinal(host.getBytes(StandardCharsets.UTF_8)),
                    Base64.getDecoder().decode(hosts.substring(bar + 1)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            LOG.debug("{} is passed over: {}", place(), e.getMessage());
            return false;
        }
    }
}
