package io.github.amlmaven.compute;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the keys for a computer: the one that {@code identityFile} or {@code settings.xml} names, and no other; else those of
 * {@code ~/.ssh/config}, of the agent, and, where {@code ~/.ssh/config} names none, the usual ones.
 */
final class SshKeySearch {
    private static final Logger LOG = LoggerFactory.getLogger(SshKeySearch.class);
    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final SshUser user;
    private final SshRoute.Stop stop;
    private final Credentials.@Nullable KeyFile settings;
    private final SshIdentities found = new SshIdentities();

    SshKeySearch(SshUser user, SshRoute.Stop stop, Credentials.@Nullable KeyFile settings) {
        this.user = user;
        this.stop = stop;
        this.settings = settings;
    }

    /** @throws AmlException when the one that is named cannot be used */
    SshIdentities find() {
        List<Identity> agent = agent();
        Path named = named();
        if (named != null) {
            Identity identity = identity(new SshKeyFile(named, user), agent);
            found.offer(identity);
            return found;
        }
        List<Path> files = new ArrayList<>();
        stop.identityFiles().forEach(written -> files.add(user.file(written)));
        boolean usual = files.isEmpty();
        if (usual) {
            USUAL.forEach(name -> files.add(user.folder().resolve(name)));
        }
        List<Identity> loaded = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.exists(file)) {
                    loaded.add(identity(new SshKeyFile(file, user), agent));
                }
            } catch (AmlException e) {
                LOG.debug("{} is not offered", file, e);
                found.skip(e.problem());
            }
        }
        // What the user names for this host comes first; servers take but a few before they hang up.
        if (!usual) {
            loaded.forEach(found::offer);
        }
        if (!stop.identitiesOnly()) {
            agent.forEach(found::offer);
        }
        if (usual) {
            loaded.forEach(found::offer);
        }
        return found;
    }

    private @Nullable Path named() {
        String written = stop.identityFile();
        if (written != null) {
            return user.file(written);
        }
        return settings == null || settings.privateKey() == null
                ? null
                : user.file(settings.privateKey().toString());
    }

    /** An encrypted one for which there is no passphrase may have been given to the agent. */
    private Identity identity(SshKeyFile file, List<Identity> agent) {
        Secret passphrase = settings == null ? null : settings.passphrase();
        if (passphrase == null) {
            for (Identity held : agent) {
                if (file.isEncryptedTwinOf(held)) {
                    return held;
                }
            }
        }
        return file.load(passphrase, stop.server());
    }

    private List<Identity> agent() {
        Path socket = user.agent();
        if (socket == null) {
            return List.of();
        }
        try {
            return new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities();
        } catch (AgentProxyException e) {
            LOG.debug("the agent at {} does not answer", socket, e);
            return List.of();
        }
    }
}
