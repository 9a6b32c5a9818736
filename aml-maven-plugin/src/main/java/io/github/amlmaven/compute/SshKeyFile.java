package io.github.amlmaven.compute;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a private key, which is used only when nobody else can read it. */
record SshKeyFile(Path file, SshUser user) {
    private static final Logger LOG = LoggerFactory.getLogger(SshKeyFile.class);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    /** Whether it is encrypted and this is its public key; whatever else may be wrong with it is for {@link #load} to say. */
    boolean isEncryptedTwinOf(Identity other) {
        try {
            KeyPair pair = KeyPair.load(new JSch(), file.toString());
            return pair.isEncrypted() && Arrays.equals(pair.getPublicKeyBlob(), other.getPublicKeyBlob());
        } catch (JSchException e) {
            LOG.debug("{} cannot be read", file, e);
            return false;
        }
    }

    /**
     * Reads it.
     *
     * @param server its id in {@code settings.xml}, where the passphrase belongs
     */
    Identity load(@Nullable Secret passphrase, String server) {
        if (!Files.isRegularFile(file)) {
            throw new AmlException(
                    "there is no private key " + user.shown(file),
                    "write identityFile: <the file of the private key>, or make one: mvn aml:attach -Daml.target=<name>"
                            + " -Daml.useSshKey");
        }
        checkPermissions();
        JSch jsch = new JSch();
        try {
            if (passphrase == null && KeyPair.load(jsch, file.toString()).isEncrypted()) {
                throw new AmlException(
                        "the private key " + user.shown(file) + " is encrypted, and its passphrase is not known",
                        "give it to the agent: ssh-add " + user.shown(file)
                                + "; or write it into settings.xml: <server><id>" + server
                                + "</id><passphrase>...</passphrase></server>");
            }
            jsch.addIdentity(
                    file.toString(),
                    passphrase == null ? null : passphrase.value().getBytes(StandardCharsets.UTF_8));
            return jsch.getIdentityRepository().getIdentities().get(0);
        } catch (JSchException e) {
            throw new AmlException(
                    passphrase == null
                            ? "the private key " + user.shown(file) + " cannot be read: " + e.getMessage()
                            : "the private key " + user.shown(file)
                                    + " does not open with the passphrase of the server '" + server
                                    + "' of settings.xml",
                    passphrase == null
                            ? "see that it is a private key, not a public one: ssh-keygen -y -f " + user.shown(file)
                            : "try it with: ssh-keygen -y -f " + user.shown(file) + "; then correct <passphrase> there",
                    e);
        }
    }

    private void checkPermissions() {
        try {
            PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
            Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
            open.retainAll(attributes.permissions());
            // As OpenSSH has it: what belongs to somebody else is their affair.
            if (!open.isEmpty() && attributes.owner().getName().equals(System.getProperty("user.name"))) {
                throw new AmlException(
                        "others can read the private key " + user.shown(file) + ", so it is not used",
                        "chmod 600 " + user.shown(file));
            }
        } catch (UnsupportedOperationException e) {
            // Windows keeps others out of a user's folder by other means.
            return;
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read the private key " + user.shown(file) + ": " + e.getMessage(),
                    "see that you may read it",
                    e);
        }
    }
}
