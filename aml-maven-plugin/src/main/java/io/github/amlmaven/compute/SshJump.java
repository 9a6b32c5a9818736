package io.github.amlmaven.compute;

import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Reaches a computer through a session with another one, which lives as long as what goes through it. */
final class SshJump implements Proxy {
    private static final int CHANNEL_MILLIS = 15_000;

    private final Session session;
    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    SshJump(Session session) {
        this.session = session;
    }

    @Override
    public void connect(@Nullable SocketFactory sockets, String host, int port, int timeout)
            throws IOException, JSchException {
        ChannelDirectTCPIP channel = (ChannelDirectTCPIP) session.openChannel("direct-tcpip");
        channel.setHost(host);
        channel.setPort(port);
        SshJumpStream stream = new SshJumpStream();
        channel.setOutputStream(stream.sink());
        out = channel.getOutputStream();
        in = stream;
        try {
            channel.connect(CHANNEL_MILLIS);
        } catch (JSchException e) {
            throw new JSchException(session.getHost() + " cannot reach " + host + " port " + port + " (ProxyJump)", e);
        }
    }

    @Override
    public @Nullable InputStream getInputStream() {
        return in;
    }

    @Override
    public @Nullable OutputStream getOutputStream() {
        return out;
    }

    /** There is none: what goes through a channel has no deadlines, which {@link SshJumpStream} makes up for. */
    @Override
    public @Nullable Socket getSocket() {
        return null;
    }

    @Override
    public void close() {
        session.disconnect();
    }
}
