package io.github.amlmaven.compute;

import com.jcraft.jsch.JSchException;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket of another computer, as one of this computer in a folder that nobody else may enter.
 *
 * <p>Whoever connects here is connected there, through the session that is open then: a tunnel outlives a connection that
 * breaks, and what went through it does not.
 */
final class SshTunnel implements Closeable {
    /** Where a Docker engine usually listens. */
    static final String ENGINE = "/var/run/docker.sock";

    private static final Logger LOG = LoggerFactory.getLogger(SshTunnel.class);
    /** What the kernels have room for in the name of a socket, less a little. */
    private static final int LONGEST_PATH = 100;

    private final SshConnection connection;
    private final SshDial dial;
    private final Path folder;
    private final ServerSocketChannel listener;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable AmlException failure;

    private SshTunnel(SshConnection connection, SshDial dial, Path folder, ServerSocketChannel listener) {
        this.connection = connection;
        this.dial = dial;
        this.folder = folder;
        this.listener = listener;
    }

    /**
     * Opens it, once it has been tried that somebody listens there.
     *
     * @param farSocket the whole path of the socket there, such as {@link #ENGINE}
     * @throws AmlException when nobody listens there or the user may not connect, with the words of those who refuse
     */
    static SshTunnel open(SshConnection connection, String farSocket) throws IOException {
        SshDial dial = SshDial.find(connection, farSocket);
        Path folder = folder();
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
        } catch (IOException e) {
            listener.close();
            Files.delete(folder);
            throw new IOException("cannot listen at " + folder.resolve("s") + ": " + e.getMessage(), e);
        }
        SshTunnel tunnel = new SshTunnel(connection, dial, folder, listener);
        background(tunnel::accept);
        return tunnel;
    }

    /** The socket on this computer. */
    Path socket() {
        return folder.resolve("s");
    }

    /** Why the last connection could not be made; null: it was. */
    @Nullable
    AmlException failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel near : open) {
            near.close();
        }
        Files.deleteIfExists(socket());
        Files.deleteIfExists(folder);
    }

    /** A new folder, which only its owner may enter; its path leaves room for the socket's name. */
    private static Path folder() throws IOException {
        Path usual = Files.createTempDirectory("aml");
        if (usual.resolve("s").toString().getBytes(Charset.defaultCharset()).length <= LONGEST_PATH) {
            return usual;
        }
        Files.delete(usual);
        return Files.createTempDirectory(Path.of("/tmp"), "aml");
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = listener.accept();
                open.add(near);
                background(() -> serve(near));
            }
        } catch (AsynchronousCloseException e) {
            LOG.debug("the tunnel {} is closed", folder);
        } catch (IOException e) {
            LOG.debug("the tunnel {} takes no more connections", folder, e);
        }
    }

    private void serve(SocketChannel near) {
        try (near;
                SshPipe far = dial.connect(connection)) {
            failure = null;
            Thread up = background(() -> far.send(near));
            far.receive(near);
            up.join();
        } catch (AmlException e) {
            failure = e;
            LOG.debug("no connection through the tunnel", e);
        } catch (IOException | JSchException e) {
            LOG.debug("a connection through the tunnel has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(near);
        }
    }

    private static Thread background(Runnable work) {
        Thread thread = new Thread(work, "aml-ssh-tunnel");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
