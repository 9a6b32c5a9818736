package io.github.amlmaven.compute;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host keys that are believed: those of the project, else those of the user and of this computer.
 *
 * <p>Nothing is ever added here: who believes a new key writes it into the project's file first.
 */
final class HostKeys implements HostKeyRepository {
    private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

    private final List<KnownHost> project;
    private final List<KnownHost> others = new ArrayList<>();
    private boolean accepted;
    private @Nullable AmlException verdict;

    private HostKeys(List<KnownHost> project) {
        this.project = project;
    }

    /** @throws AmlException when the project's file cannot be read */
    static HostKeys read(Path projectFile, SshUser user) {
        HostKeys keys;
        try {
            keys = new HostKeys(KnownHost.read(projectFile));
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read the host keys of the project, " + projectFile + ": " + e.getMessage(),
                    "see that you may read the file",
                    e);
        }
        for (Path file : List.of(
                user.folder().resolve("known_hosts"),
                user.folder().resolve("known_hosts2"),
                user.system().resolve("ssh_known_hosts"),
                user.system().resolve("ssh_known_hosts2"))) {
            try {
                keys.others.addAll(KnownHost.read(file));
            } catch (IOException e) {
                LOG.debug("{} is passed over", file, e);
            }
        }
        return keys;
    }

    /** Why the key was not believed; null: it was, or none has been shown yet. */
    @Nullable
    AmlException verdict() {
        return verdict;
    }

    /** Whether a key has been shown and believed. */
    boolean isAccepted() {
        return accepted;
    }

    @Override
    public int check(String name, byte[] shown) {
        String host = name.toLowerCase(Locale.ROOT);
        HostKeyBlob key = new HostKeyBlob(shown);
        KnownHost revoked = first(lines(host, KnownHost.REVOKED), key);
        if (revoked != null) {
            verdict = HostKeyRefusals.revoked(host, key, revoked);
            return CHANGED;
        }
        List<KnownHost> known = known(host);
        if (first(known, key) != null || first(withoutPort(host), key) != null) {
            accepted = true;
            return OK;
        }
        if (known.isEmpty()) {
            verdict = HostKeyRefusals.unknown(host, key, lines(host, KnownHost.AUTHORITY));
            return NOT_INCLUDED;
        }
        verdict = HostKeyRefusals.changed(host, key, known);
        return CHANGED;
    }

    /** Those of the project, where it knows the host: what the user knows besides does not count then. */
    private List<KnownHost> known(String host) {
        List<KnownHost> own = lines(project, host, "");
        return own.isEmpty() ? lines(others, host, "") : own;
    }

    /** As OpenSSH does it, a key that is known for the host at the usual port is believed at another one. */
    private List<KnownHost> withoutPort(String host) {
        int end = host.indexOf("]:");
        return host.startsWith("[") && end > 0 && lines(project, host, "").isEmpty()
                ? known(host.substring(1, end))
                : List.of();
    }

    private List<KnownHost> lines(String host, String marker) {
        List<KnownHost> all = lines(project, host, marker);
        all.addAll(lines(others, host, marker));
        return all;
    }

    private static List<KnownHost> lines(List<KnownHost> from, String host, String marker) {
        List<KnownHost> lines = new ArrayList<>();
        for (KnownHost line : from) {
            if (line.marker().equals(marker) && line.names(host)) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static @Nullable KnownHost first(List<KnownHost> lines, HostKeyBlob key) {
        return lines.stream().filter(line -> line.key().equals(key)).findFirst().orElse(null);
    }

    /** By what is known here the library decides which of the host's keys it asks for. */
    @Override
    public HostKey[] getHostKey(@Nullable String name, @Nullable String type) {
        List<HostKey> keys = new ArrayList<>();
        if (name != null) {
            String host = name.toLowerCase(Locale.ROOT);
            List<KnownHost> lines = new ArrayList<>(known(host));
            lines.addAll(withoutPort(host));
            for (KnownHost line : lines) {
                if (type == null || type.equals(line.key().type())) {
                    try {
                        keys.add(new HostKey(name, line.key().bytes()));
                    } catch (JSchException e) {
                        LOG.debug("{} is passed over", line.place(), e);
                    }
                }
            }
        }
        return keys.toArray(new HostKey[0]);
    }

    @Override
    public HostKey[] getHostKey() {
        return new HostKey[0];
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "known_hosts";
    }

    @Override
    public void add(HostKey key, @Nullable UserInfo asked) {
        throw new UnsupportedOperationException("host keys are accepted by aml:attach alone");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("host keys are removed by aml:detach alone");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        remove(host, type);
    }
}
