package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/** The {@code <servers>} of {@code settings.xml}, of which none is decrypted before somebody asks for it. */
record ServerCredentials(Settings settings, SettingsDecrypter decrypter) implements Credentials {
    @Override
    public Optional<Login> login(String server) {
        Server found = settings.getServer(server);
        if (found == null || found.getPassword() == null) {
            return Optional.empty();
        }
        if (found.getUsername() == null || found.getUsername().isBlank()) {
            throw new AmlException(
                    "the server '" + server + "' of settings.xml has a password and no user",
                    "add <username> to <server><id>" + server + "</id>...</server> in settings.xml");
        }
        return Optional.of(new Login(found.getUsername(), new Secret(password(found))));
    }

    @Override
    public Optional<Secret> password(String server) {
        Server found = settings.getServer(server);
        return found == null || found.getPassword() == null
                ? Optional.empty()
                : Optional.of(new Secret(password(found)));
    }

    @Override
    public Optional<KeyFile> keyFile(String server) {
        Server found = settings.getServer(server);
        if (found == null || (found.getPrivateKey() == null && found.getPassphrase() == null)) {
            return Optional.empty();
        }
        return Optional.of(new KeyFile(
                found.getPrivateKey() == null ? null : Path.of(found.getPrivateKey()),
                found.getPassphrase() == null
                        ? null
                        : new Secret(decrypted(found, "passphrase", Server::getPassphrase))));
    }

    private String password(Server server) {
        return decrypted(server, "password", Server::getPassword);
    }

    private String decrypted(Server server, String what, Function<Server, String> secret) {
        String written = secret.apply(server);
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : result.getProblems()) {
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw undecipherable(server, what, words(problem, server.getId(), what, written));
            }
        }
        String plain = result.getServer() == null ? written : secret.apply(result.getServer());
        // What looks encrypted and has come back as it was would be sent as it is.
        if (plain == null || (plain.equals(written) && isEncrypted(written))) {
            throw undecipherable(
                    server, what, "it is in braces, as an encrypted one is, and this Maven cannot read it");
        }
        return plain;
    }

    private static boolean isEncrypted(String password) {
        return password.startsWith("{") && password.endsWith("}");
    }

    /** What Maven says, without the names of its classes, and without the secret, encrypted or not. */
    private static String words(SettingsProblem problem, String id, String what, String written) {
        String bare = isEncrypted(written) ? written.substring(1, written.length() - 1) : written;
        String message = String.valueOf(problem.getMessage())
                .replace("Failed to decrypt " + what + " for server " + id + ": ", "")
                .replaceAll("[\\w.]+\\.\\w+(Exception|Error): ", "");
        return bare.isBlank() ? message : message.replace(bare, "***");
    }

    private static AmlException undecipherable(Server server, String what, String why) {
        return new AmlException(
                "cannot decrypt the " + what + " of the server '" + server.getId() + "' of settings.xml: " + why,
                "see that ~/.m2/settings-security.xml holds the master password that it was encrypted with, or encrypt it"
                        + " again: mvn --encrypt-password (Maven 4: mvnenc encrypt); a plain password with braces needs that, too");
    }
}
