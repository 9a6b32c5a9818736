package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reaches the computer of a target for the first time, or anew, and asks what it has. */
public final class TargetContact implements Closeable {
    private final SshLogin login;
    private final RemoteFacts.Wanted wanted;
    private final SshUser user;
    private final SshConnection connection;

    private TargetContact(SshLogin login, RemoteFacts.Wanted wanted, Credentials credentials, SshUser user) {
        this.login = login;
        this.wanted = wanted;
        this.user = user;
        this.connection = new SshConnection(login, credentials, user);
    }

    /** A host key that nobody has vouched for yet: {@code ED25519}, {@code SHA256:...}. */
    public record NewHostKey(String host, String kind, String fingerprint) {}

    /** The computer of a target; empty: it is this one, or is not reached over SSH. */
    public static Optional<TargetContact> of(TargetSettings target, Credentials credentials) {
        return of(target, credentials, SshUser.current());
    }

    static Optional<TargetContact> of(TargetSettings target, Credentials credentials, SshUser user) {
        SshLogin login = login(target);
        return login == null
                ? Optional.empty()
                : Optional.of(new TargetContact(login, wanted(target), credentials, user));
    }

    /** Whether both are on one computer, as far as the host key goes. */
    public static boolean shareHostKey(TargetSettings one, TargetSettings other) {
        SshLogin first = login(one);
        SshLogin second = login(other);
        SshUser user = SshUser.current();
        return first != null && second != null && hostKeyName(first, user).equals(hostKeyName(second, user));
    }

    private static @Nullable SshLogin login(TargetSettings target) {
        if (target instanceof RemoteTarget.Settings remote) {
            return remote.login();
        }
        if (target instanceof DockerTarget.Settings docker) {
            return docker.login();
        }
        return target instanceof ClusterTarget.Settings cluster ? cluster.login() : null;
    }

    private static RemoteFacts.Wanted wanted(TargetSettings target) {
        String python = target instanceof RemoteTarget.Settings remote
                ? remote.pythonLocation()
                : target instanceof ClusterTarget.Settings cluster ? cluster.pythonLocation() : null;
        return new RemoteFacts.Wanted(
                python == null ? "" : python,
                target instanceof ClusterTarget.Settings cluster
                        ? cluster.submission().sparkSubmit()
                        : "",
                target instanceof DockerTarget.Settings);
    }

    private static String hostKeyName(SshLogin login, SshUser user) {
        var stops = SshRoute.to(login, user).stops();
        return stops.get(stops.size() - 1).hostKeyName();
    }

    /** {@code user@host}. */
    public String address() {
        return login.address().toString();
    }

    /**
     * Logs in.
     *
     * @return empty, when that worked; else the host key that has to be {@link #accept}ed first: nothing has been sent
     * @throws AmlException when the computer is away, does not let us in, or shows another key than the one that is known
     */
    public Optional<NewHostKey> open() {
        try {
            connection.session("logging in");
            return Optional.empty();
        } catch (AmlException e) {
            if (e.getCause() instanceof HostKeyException shown && shown.isUnknown()) {
                return Optional.of(new NewHostKey(
                        shown.host(), shown.key().kind(), shown.key().fingerprint()));
            }
            throw e;
        }
    }

    /** Writes a host key that has been vouched for into the project's {@code known_hosts}, if the computer still shows it. */
    public void accept(NewHostKey accepted) throws IOException {
        try {
            connection.session("logging in");
        } catch (AmlException e) {
            if (!(e.getCause() instanceof HostKeyException shown)
                    || !shown.isUnknown()
                    || !shown.key().fingerprint().equals(accepted.fingerprint())
                    || !shown.host().equals(accepted.host())) {
                throw e;
            }
            new KnownHostsFile(login.knownHosts()).pin(shown.host(), shown.key());
        }
    }

    /** Removes what the project's {@code known_hosts} has on the computer, and on nobody else; says how many lines that were. */
    public int forget() throws IOException {
        return new KnownHostsFile(login.knownHosts()).unpin(hostKeyName(login, user));
    }

    /** What the computer has for the target. */
    public RemoteFacts facts() throws IOException {
        return RemoteFacts.ask(connection, wanted);
    }

    @Override
    public void close() {
        connection.close();
    }
}
