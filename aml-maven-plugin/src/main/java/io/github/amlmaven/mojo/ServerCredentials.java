package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.util.Optional;
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

    private String password(Server server) {
        String written = server.getPassword();
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(server));
        for (SettingsProblem problem : result.getProblems()) {
            if (problem.getSeverity() != SettingsProblem.Severity.WARNING) {
                throw undecipherable(server, words(problem, server.getId(), written));
            }
        }
        String password =
                result.getServer() == null ? written : result.getServer().getPassword();
        // What looks encrypted and has come back as it was would be sent as it is.
        if (password == null || (password.equals(written) && isEncrypted(written))) {
            throw undecipherable(server, "it is in braces, as an encrypted one is, and this Maven cannot read it");
        }
        return password;
    }

    private static boolean isEncrypted(String password) {
        return password.startsWith("{") && password.endsWith("}");
    }

    /** What Maven says, without the names of its classes, and without the password, encrypted or not. */
    private static String words(SettingsProblem problem, String id, String written) {
        String bare = isEncrypted(written) ? written.substring(1, written.length() - 1) : written;
        String message = String.valueOf(problem.getMessage())
                .replace("Failed to decrypt password for server " + id + ": ", "")
                .replaceAll("[\\w.]+\\.\\w+(Exception|Error): ", "");
        return bare.isBlank() ? message : message.replace(bare, "***");
    }

    private static AmlException undecipherable(Server server, String why) {
        return new AmlException(
                "cannot decrypt the password of the server '" + server.getId() + "' of settings.xml: " + why,
                "see that ~/.m2/settings-security.xml holds the master password that it was encrypted with, or encrypt it"
                        + " again: mvn --encrypt-password (Maven 4: mvnenc encrypt); a plain password with braces needs that, too");
    }
}
