package io.github.amlmaven.compute;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.amlmaven.Credentials;
import java.nio.file.Files;

/** Opens sessions: who is asked, what the user shows, which host keys are believed. */
record SshSession(SshLogin login, Credentials credentials) {
    private static final int CONNECT_MILLIS = 15_000;
    private static final int ALIVE_MILLIS = 15_000;
    private static final int ALIVE_COUNT = 3;
    private static final int PORT = 22;

    Session open() throws JSchException {
        JSch jsch = new JSch();
        SshAddress address = login.address();
        if (Files.exists(login.knownHosts())) {
            jsch.setKnownHosts(login.knownHosts().toString());
        }
        String identity = login.identityFile();
        if (identity != null) {
            jsch.addIdentity(identity.replaceFirst("^~(?=/)", System.getProperty("user.home")));
        }
        Session session =
                jsch.getSession(address.user(), address.host(), address.port() == null ? PORT : address.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", "publickey,password");
        session.setDaemonThread(true);
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setServerAliveCountMax(ALIVE_COUNT);
        session.connect(CONNECT_MILLIS);
        return session;
    }
}
