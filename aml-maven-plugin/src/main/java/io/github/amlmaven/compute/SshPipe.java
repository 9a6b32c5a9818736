package io.github.amlmaven.compute;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection through a tunnel: what is read at one end is written at the other, and each direction ends by itself, as
 * those need it who say all they have to say and then go on listening.
 */
record SshPipe(Channel channel, InputStream in, OutputStream out) implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SshPipe.class);
    private static final int BUFFER = 64 * 1024;

    /** Connects a channel, of which it has been said what it is to reach. */
    static SshPipe connect(Channel channel) throws IOException, JSchException {
        // The streams come first: what is said at once would be lost.
        SshPipe pipe = new SshPipe(channel, channel.getInputStream(), channel.getOutputStream());
        // With a time limit of its own it would not notice that the connection breaks.
        channel.connect();
        if (!channel.isConnected()) {
            throw new JSchException("the connection broke");
        }
        return pipe;
    }

    /** Sends what comes from here until it ends. */
    void send(SocketChannel near) {
        // Streams of a blocking channel share one lock, so that who reads keeps out who writes: buffers do not.
        byte[] bytes = new byte[BUFFER];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean heard = true;
        try (out) {
            while (near.read(buffer) >= 0) {
                if (heard) {
                    heard = write(bytes, buffer.position());
                }
                buffer.clear();
            }
        } catch (IOException e) {
            LOG.debug("nothing more is sent", e);
        }
    }

    /** Who does not listen any more may still have something to say: the near side is not interrupted. */
    private boolean write(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
            out.flush();
            return true;
        } catch (IOException e) {
            LOG.debug("the other side does not listen any more", e);
            return false;
        }
    }

    /** Passes on what comes from there until it ends. */
    void receive(SocketChannel near) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                ByteBuffer some = ByteBuffer.wrap(buffer, 0, read);
                while (some.hasRemaining()) {
                    near.write(some);
                }
            }
        } finally {
            if (near.isOpen()) {
                near.shutdownOutput();
            }
        }
    }

    @Override
    public void close() {
        channel.disconnect();
    }
}
