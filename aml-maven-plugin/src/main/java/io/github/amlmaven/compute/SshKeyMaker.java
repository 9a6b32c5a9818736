package io.github.amlmaven.compute;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import io.github.amlmaven.AmlException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes key pairs, in files that nobody else can read. */
public final class SshKeyMaker {
    private SshKeyMaker() {}

    /**
     * Makes a key pair of type ed25519 without a passphrase in {@code ~/.ssh}, or takes the one that is there.
     *
     * @param name of the file of the private key
     * @return the public key, as {@code authorized_keys} has it
     */
    public static String make(String name) throws IOException {
        return make(SshUser.current(), name);
    }

    static String make(SshUser user, String name) throws IOException {
        Path file = user.folder().resolve(name);
        Path publicFile = user.folder().resolve(name + ".pub");
        if (Files.exists(file)) {
            return published(file, publicFile, user);
        }
        if (!Files.exists(user.folder())) {
            Files.createDirectories(user.folder(), attributes(user.home(), "rwx------"));
        }
        try {
            KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
            ByteArrayOutputStream secret = new ByteArrayOutputStream();
            String comment = name + " of " + user.name();
            pair.setPublicKeyComment(comment);
            pair.writeOpenSSHv1PrivateKey(secret, null);
            ByteArrayOutputStream open = new ByteArrayOutputStream();
            pair.writePublicKey(open, comment);
            pair.dispose();
            write(file, secret.toByteArray(), attributes(user.home(), "rw-------"));
            if (!Files.exists(publicFile)) {
                write(publicFile, open.toByteArray(), attributes(user.home(), "rw-r--r--"));
            }
            return open.toString(StandardCharsets.UTF_8).strip();
        } catch (FileAlreadyExistsException e) {
            return published(file, publicFile, user);
        } catch (JSchException e) {
            throw new IOException("cannot make a key pair: " + e.getMessage(), e);
        }
    }

    /** One that is there is never written over: somebody may be let in by it. */
    private static String published(Path file, Path publicFile, SshUser user) throws IOException {
        if (Files.isRegularFile(publicFile)) {
            return Files.readString(publicFile).strip();
        }
        throw new AmlException(
                "there is a private key " + user.shown(file) + " already, without its public key",
                "make that of it: ssh-keygen -y -f " + user.shown(file) + " > " + user.shown(publicFile));
    }

    private static void write(Path file, byte[] content, FileAttribute<?>[] attributes) throws IOException {
        try (var out = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            var buffer = java.nio.ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }

    /** Of the file from its beginning, where the file system has them. */
    private static FileAttribute<?>[] attributes(Path home, String permissions) throws IOException {
        return Files.getFileStore(home).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
