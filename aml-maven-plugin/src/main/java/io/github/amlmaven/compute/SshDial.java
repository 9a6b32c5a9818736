package io.github.amlmaven.compute;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelDirectStreamLocal;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way to a Unix socket of another computer: the SSH server connects to it, or, where the server must not, the
 * {@code docker} command there.
 *
 * @param farSocket null: where the {@code docker} command there finds its engine
 */
record SshDial(@Nullable String farSocket) {
    private static final Logger LOG = LoggerFactory.getLogger(SshDial.class);
    private static final String COMMAND = "docker system dial-stdio";
    private static final byte[] PING = "GET /_ping HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    /** As much as may be on its way at once: more on a long way than the library's 128 KiB. */
    private static final int WINDOW = 2 * 1024 * 1024;

    private static final int PACKET = 32 * 1024;
    private static final String DOING = "connecting to the Docker engine there";

    /**
     * The way that is open.
     *
     * @throws AmlException when none is
     */
    static SshDial find(SshConnection connection, String farSocket) throws IOException {
        SshDial direct = new SshDial(farSocket);
        try {
            direct.connect(connection).close();
            return direct;
        } catch (JSchException e) {
            if (!connection.session(DOING).isConnected()) {
                throw connection.away(DOING, e);
            }
            LOG.debug("no way to {} by the SSH server, so by the docker command", farSocket, e);
        }
        SshDial command = new SshDial(null);
        RemoteErrors errors = new RemoteErrors();
        try (SshPipe pipe = command.connect(connection.session(DOING), errors)) {
            pipe.out().write(PING);
            pipe.out().flush();
            if (farSocket.equals(SshTunnel.ENGINE) && pipe.in().read() == 'H') {
                return command;
            }
        } catch (JSchException e) {
            throw connection.away(DOING, e);
        }
        SshAddress address = connection.login().address();
        String words = errors.words();
        throw new AmlException(
                address + " cannot be used for Docker: nobody can be reached at " + farSocket + " there"
                        + (words.isEmpty() ? "" : ": " + words),
                "see that the engine runs there, and that " + address.user()
                        + " may use it, on that computer: sudo usermod -aG docker " + address.user()
                        + " and a new login; " + "try it with: ssh " + address.user() + "@" + address.host()
                        + " docker version");
    }

    /**
     * Goes it once.
     *
     * @throws AmlException when the computer cannot be reached
     * @throws JSchException when it refuses
     */
    SshPipe connect(SshConnection connection) throws IOException, JSchException {
        Session session = connection.session(DOING);
        try {
            return connect(session, new RemoteErrors());
        } catch (JSchException e) {
            if (session.isConnected()) {
                throw e;
            }
            LOG.debug("the session has broken, so another one", e);
            return connect(connection.session(DOING), new RemoteErrors());
        }
    }

    private SshPipe connect(Session session, RemoteErrors errors) throws IOException, JSchException {
        if (farSocket == null) {
            ChannelExec command = (ChannelExec) session.openChannel("exec");
            command.setCommand(COMMAND);
            command.setErrStream(errors);
            return SshPipe.connect(wide(command));
        }
        ChannelDirectStreamLocal direct =
                (ChannelDirectStreamLocal) session.openChannel("direct-streamlocal@openssh.com");
        direct.setSocketPath(farSocket);
        return SshPipe.connect(wide(direct));
    }

    private static Channel wide(Channel channel) throws JSchException {
        channel.setLocalWindowSizeMax(WINDOW);
        channel.setLocalPacketSize(PACKET);
        return channel;
    }
}
