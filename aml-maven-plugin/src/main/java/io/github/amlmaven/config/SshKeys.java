package io.github.amlmaven.config;

import io.github.amlmaven.compute.SshAddress;
import io.github.amlmaven.compute.SshLogin;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a {@code .compute} file that say how another computer is reached.
 *
 * @param address null: none is named, or it is wrong, which the findings say where it matters
 * @param identityFile null: none is named
 * @param knownHosts the project's file of host keys
 */
record SshKeys(@Nullable SshAddress address, @Nullable String identityFile, Path knownHosts) {
    static final SshKeys NONE = new SshKeys(null, null, Path.of(""));

    private static final String KNOWN_HOSTS = "aml_config/known_hosts";
    private static final SshAddress NOBODY = new SshAddress("", null, "");

    /** Reads the keys of a target; type null: it is not known, and what depends on it is not checked. */
    static SshKeys read(Section file, @Nullable TargetType type, boolean needed, Path project) {
        Text host = file.text("address");
        Text user = file.text("username");
        Text identity = file.text("identityFile");
        boolean fits = true;
        if (host != null) {
            fits = Grammar.checkAddress(host, type, file.findings());
        } else if (needed) {
            file.missing("address", "write address: <host name or IP address>");
        }
        if (user != null) {
            Grammar.checkUser(user, type, file.findings());
        } else if (needed) {
            file.missing("username", "write username: <the SSH user>");
        }
        if (identity != null) {
            checkIdentity(identity, file.findings());
            file.withoutEffect(List.of("identityFile"), type == null || type.isRemote(), type, "remote");
        }
        return new SshKeys(
                host == null || user == null || !fits ? null : SshAddress.of(host.value(), user.value()),
                identity == null ? null : identity.value(),
                project.resolve(KNOWN_HOSTS));
    }

    /** A path that means the same file wherever Maven is started; the key itself is a secret, and no one writes it here. */
    private static void checkIdentity(Text identity, Findings findings) {
        String path = identity.value();
        if (!path.startsWith("~/") && !new File(path).isAbsolute()) {
            findings.mistake(
                    identity.place(),
                    "identityFile is " + Shown.value(path) + ", which is no absolute path on this computer",
                    "write the path of your private key, such as identityFile: ~/.ssh/id_ed25519");
        }
    }

    /** To be used only when the findings do not refuse the file. */
    SshLogin login() {
        return new SshLogin(address == null ? NOBODY : address, identityFile, knownHosts);
    }

    /** Null: the target is not reached over SSH. */
    @Nullable
    SshLogin loginOrNull() {
        return address == null ? null : login();
    }
}
