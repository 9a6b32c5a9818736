package io.github.amlmaven.compute;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.amlmaven.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to log in: computer after computer on the way, each with its own host key and the user's own key there. */
final class SshAttempt {
    /** Without SHA-1 and CBC; what needs no code of its own for integrity comes first, being the fastest. */
    private static final String CIPHERS =
            "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";

    private static final String MACS =
            "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512";
    private static final String SIGNATURES =
            "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("StrictHostKeyChecking", "yes"),
            Map.entry("prefer_known_host_key_types", "yes"),
            Map.entry("server_host_key", SIGNATURES),
            Map.entry("cipher.c2s", CIPHERS),
            Map.entry("cipher.s2c", CIPHERS),
            Map.entry("mac.c2s", MACS),
            Map.entry("mac.s2c", MACS),
            Map.entry("compression.c2s", "none"),
            Map.entry("compression.s2c", "none"),
            Map.entry("PreferredAuthentications", "publickey,keyboard-interactive,password"));

    private static final int CONNECT_MILLIS = 15_000;

    private final SshSession settings;
    private final List<Session> open = new ArrayList<>();
    private boolean abandoned;
    private volatile String step = "looking at ~/.ssh/config";

    SshAttempt(SshSession settings) {
        this.settings = settings;
    }

    /** What is being done, in words. */
    String step() {
        return step;
    }

    /** Ends it; who waits for an answer gets none. */
    synchronized void abandon() {
        abandoned = true;
        open.forEach(Session::disconnect);
    }

    /** Goes all the way. */
    Session open() throws JSchException {
        SshRoute route = SshRoute.to(settings.login(), settings.user());
        Session last = null;
        try {
            for (SshRoute.Stop stop : route.stops()) {
                last = open(stop, last);
            }
        } catch (JSchException | RuntimeException e) {
            synchronized (this) {
                open.forEach(Session::disconnect);
            }
            throw e;
        }
        if (last == null) {
            throw new IllegalStateException("a route has a stop");
        }
        return last;
    }

    private Session open(SshRoute.Stop stop, @Nullable Session before) throws JSchException {
        HostKeys hostKeys = HostKeys.read(settings.login().knownHosts(), settings.user());
        step = "looking for keys for " + stop;
        SshIdentities identities =
                new SshKeySearch(settings.user(), stop, keyFile(stop).orElse(null)).find();
        Optional<Credentials.Login> login = login(stop);
        SshPassword password =
                new SshPassword(login.filter(found -> found.user().equals(stop.user()))
                        .map(Credentials.Login::password)
                        .orElse(null));
        JSch jsch = new JSch();
        jsch.setInstanceLogger(new SshLog());
        jsch.setHostKeyRepository(hostKeys);
        jsch.setIdentityRepository(identities);
        Session session = jsch.getSession(stop.user(), stop.host(), stop.port());
        SETTINGS.forEach(session::setConfig);
        session.setUserInfo(password);
        session.setDaemonThread(true);
        session.setServerAliveInterval(SshSession.ALIVE_MILLIS);
        session.setServerAliveCountMax(SshSession.ALIVE_COUNT);
        if (stop.alias() != null) {
            session.setHostKeyAlias(stop.alias());
        }
        if (before == null) {
            session.setSocketFactory(new SshSocket());
        } else {
            session.setProxy(new SshJump(before));
        }
        begin(session);
        step = "waiting for " + stop;
        try {
            session.connect(CONNECT_MILLIS);
        } catch (JSchException | SshPassword.RefusedException e) {
            throw new SshRefusal(settings.user(), stop, hostKeys, identities, password, login.orElse(null)).of(e);
        }
        return session;
    }

    private synchronized void begin(Session session) throws JSchException {
        open.add(session);
        if (abandoned) {
            throw new JSchException("given up");
        }
    }

    private Optional<Credentials.KeyFile> keyFile(SshRoute.Stop stop) {
        Optional<Credentials.KeyFile> found = settings.credentials().keyFile(stop.server());
        return found.isPresent() ? found : settings.credentials().keyFile(stop.written());
    }

    private Optional<Credentials.Login> login(SshRoute.Stop stop) {
        Optional<Credentials.Login> found = settings.credentials().login(stop.server());
        return found.isPresent() ? found : settings.credentials().login(stop.written());
    }
}
