package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.compute.SshKeyMaker;
import io.github.amlmaven.compute.TargetContact;
import io.github.amlmaven.compute.TargetSettings;
import io.github.amlmaven.config.TargetDraft;
import io.github.amlmaven.config.TargetFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes a compute target known to a project, and looks whether it can be used.
 *
 * @param vouching decides whether a host key that nobody knows is the right one
 */
public record Attachment(Path project, Credentials credentials, Vouching vouching) {
    /** Decides on a new host key. */
    public interface Vouching {
        /** Whether somebody vouches for it. */
        boolean accepts(HostKey key) throws IOException;
    }

    /**
     * What a computer has shown of itself.
     *
     * @param host as {@code known_hosts} names it
     * @param kind {@code ED25519}, {@code ECDSA} or {@code RSA}
     * @param fingerprint {@code SHA256:...}
     */
    public record HostKey(String host, String kind, String fingerprint) {}

    /** Makes a key pair for a target, or takes the one that is there: its public key, as {@code authorized_keys} has it. */
    public static String keyPair(String target) throws IOException {
        return SshKeyMaker.make("aml_" + target);
    }

    /** Writes the files of a target. */
    public List<String> write(TargetDraft draft, boolean force) throws IOException {
        return TargetFiles.write(project, draft, force);
    }

    /**
     * Reaches the computer of a target, and looks what it has.
     *
     * @return whether it could be reached; a target of this computer needs no reaching
     * @throws AmlException when its host key is not accepted, or it is away, or does not let us in
     */
    public boolean examine(String name, Checkup checkup) throws IOException {
        TargetSettings target = TargetFiles.read(project, name);
        Optional<TargetContact> found = TargetContact.of(target, credentials);
        if (found.isEmpty()) {
            return false;
        }
        try (TargetContact contact = found.get()) {
            // Each computer on the way may have one.
            for (Optional<TargetContact.NewHostKey> key = contact.open(); key.isPresent(); key = contact.open()) {
                TargetContact.NewHostKey shown = key.get();
                if (!vouching.accepts(new HostKey(shown.host(), shown.kind(), shown.fingerprint()))) {
                    throw refused(name, shown);
                }
                contact.accept(shown);
                checkup.ok("host key", shown.fingerprint() + ", noted in aml_config/known_hosts");
            }
            checkup.ok("login", contact.address());
            checkup.examine(target.type(), new TargetChecks(contact, target.type()));
        }
        return true;
    }

    private static AmlException refused(String name, TargetContact.NewHostKey key) {
        return new AmlException(
                "the host key of " + key.host() + " is not accepted: " + key.kind() + " " + key.fingerprint()
                        + "; nothing has been sent",
                "compare it with what that computer itself says: ssh-keygen -lf /etc/ssh/ssh_host_"
                        + key.kind().toLowerCase(Locale.ROOT)
                        + "_key.pub\nif it is the same: mvn aml:attach -Daml.target="
                        + name + " -Daml.acceptHostKey=" + key.fingerprint());
    }
}
