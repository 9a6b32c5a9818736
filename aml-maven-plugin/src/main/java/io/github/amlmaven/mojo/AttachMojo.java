package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.Remark;
import io.github.amlmaven.config.TargetDraft;
import io.github.amlmaven.run.Attachment;
import io.github.amlmaven.run.Checkup;
import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a compute target known to the project: writes {@code aml_config/<name>.compute} and {@code <name>.runconfig}, then
 * connects and looks whether the computer has what is needed. The first time, its host key is shown: compare it with what
 * that computer itself says; once you accept it, it is noted in {@code aml_config/known_hosts}, which belongs into version
 * control. No secret is ever written: a password or the passphrase of a key belongs into {@code settings.xml}, as a
 * {@code <server>} whose id is the address.
 *
 * <p>The files are written also when the computer cannot be reached: then the goal fails after that and says what to do, and
 * {@code mvn aml:attach -Daml.target=<name>} alone tries again, as often as you like. Nothing is installed or changed there.
 *
 * <p>Examples: {@code mvn aml:attach -Daml.type=remote -Daml.target=vm -Daml.address=vm.example.org -Daml.username=me},
 * {@code mvn aml:attach -Daml.type=remotedocker -Daml.target=gpu -Daml.address=10.0.0.5:2222 -Daml.username=me
 * -Daml.useSshKey}, {@code mvn aml:attach -Daml.type=cluster -Daml.target=spark
 * -Daml.address=mycluster-ssh.azurehdinsight.net -Daml.username=sshuser}
 *
 * @since 1.0.0
 */
@Mojo(name = "attach", requiresProject = false, threadSafe = true)
public final class AttachMojo extends AmlMojo {
    /**
     * The name of the target, and of its two files. Example: {@code -Daml.target=vm}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.target")
    private @Nullable String target;

    /**
     * What kind of target to write: {@code remote}, {@code remotedocker}, {@code cluster}, {@code docker} or {@code local}.
     * Default: none, the target's files are there and are only tested. Example: {@code -Daml.type=remote}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.type")
    private @Nullable String type;

    /**
     * The host name or IP address of the computer, with {@code :port} where it is not 22, or a {@code Host} of
     * {@code ~/.ssh/config}. Example: {@code -Daml.address=vm.example.org}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.address")
    private @Nullable String address;

    /**
     * The SSH user on that computer. Example: {@code -Daml.username=me}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.username")
    private @Nullable String username;

    /**
     * Makes a key pair {@code ~/.ssh/aml_<name>} for the target, or takes the one that is there, and prints the public key
     * and the command that lets it in. Example: {@code -Daml.useSshKey}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.useSshKey", defaultValue = "false")
    private boolean useSshKey;

    /**
     * The file of a private key to use for the target. Default: what SSH finds by itself: {@code settings.xml},
     * {@code ~/.ssh/config}, the agent, the usual files. Example: {@code -Daml.privateKey=~/.ssh/vm}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.privateKey")
    private @Nullable String privateKey;

    /**
     * Accepts the host key of this fingerprint without asking, and no other. Example:
     * {@code -Daml.acceptHostKey=SHA256:uNiVztksCsDhcc0u9e8BrlzP3Jb0q7wFQ5uN6XwE2l4}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.acceptHostKey")
    private @Nullable String acceptHostKey;

    /**
     * Writes over files that are there. Example: {@code -Daml.force}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.force", defaultValue = "false")
    private boolean force;

    @Override
    void run(Module module) throws IOException {
        if (target == null || target.isBlank()) {
            throw new AmlException(
                    "no target is named",
                    command(module)
                            .of(
                                    "attach",
                                    "-Daml.type=remote",
                                    "-Daml.target=<name>",
                                    "-Daml.address=<host>",
                                    "-Daml.username=<user>"));
        }
        String name = target.strip();
        Attachment attachment = new Attachment(
                module.folder(),
                credentials(),
                new HostKeyConsole(
                        getLog(), acceptHostKey, session().getRequest().isInteractiveMode()));
        if (type != null) {
            write(name, type, attachment);
        } else if (address != null || username != null || privateKey != null || useSshKey) {
            throw new AmlException(
                    "aml.type is missing",
                    "set -Daml.type to one of local, docker, remotedocker, remote or cluster; without it a target that is there"
                            + " is tested");
        }
        Checkup checkup = new Checkup(new CheckConsole(getLog())::print);
        if (!attachment.examine(name, checkup)) {
            getLog().info("Target '" + name + "' is this computer; look at it with: "
                    + command(module).of("doctor"));
        } else {
            getLog().info("Target '" + name + "' can be used: "
                    + command(module).of("run", "-Daml.target=" + name));
        }
    }

    private void write(String name, String kind, Attachment attachment) throws IOException {
        String identity = useSshKey ? "~/.ssh/aml_" + name : privateKey;
        TargetDraft draft = new TargetDraft(name, kind.strip(), stripped(address), stripped(username), identity);
        for (Remark remark : draft.check()) {
            getLog().warn(remark.text());
        }
        if (useSshKey && privateKey != null) {
            throw new AmlException(
                    "both a new key and '" + privateKey + "' are asked for",
                    "leave out -Daml.useSshKey or -Daml.privateKey");
        }
        attachment.write(draft, force).forEach(file -> getLog().info("Written: " + file));
        if (useSshKey) {
            tellKey(name, draft, Attachment.keyPair(name));
        }
    }

    private void tellKey(String name, TargetDraft draft, String publicKey) {
        String written = String.valueOf(draft.address());
        int colon = written.lastIndexOf(':');
        boolean port = colon > 0 && (written.indexOf(':') == colon || written.startsWith("["));
        String host = (port ? written.substring(0, colon) : written).replaceAll("[\\[\\]]", "");
        getLog().info("Public key, a line for ~/.ssh/authorized_keys of " + draft.username() + " there:");
        getLog().info("  " + publicKey);
        getLog().info("or have it put there: ssh-copy-id -i ~/.ssh/aml_" + name + ".pub"
                + (port ? " -p " + written.substring(colon + 1) : "") + " " + draft.username() + "@" + host);
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }
}
