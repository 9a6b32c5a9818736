package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A way to the engine that can be made to hang, or be cut, as an engine that is stopped or killed would. */
final class EngineProxy implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineProxy.class);

    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<ByteChannel> connections = new CopyOnWriteArrayList<>();
    private final Path engine;
    private volatile boolean frozen;

    EngineProxy(Path engine) throws IOException {
        this.engine = engine;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept);
    }

    DockerAddress address() throws IOException {
        return new DockerAddress(
                "tcp://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort(), null, "the tests");
    }

    /** From now on nothing gets through; connections stay open, and new ones are made. */
    void freeze() {
        frozen = true;
    }

    /** Ends all connections. */
    void cut() throws IOException {
        for (ByteChannel connection : connections) {
            connection.close();
        }
    }

    private void accept() throws IOException {
        while (server.isOpen()) {
            SocketChannel client = server.accept();
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            socket.connect(UnixDomainSocketAddress.of(engine));
            connections.add(client);
            connections.add(socket);
            start(() -> pump(client, socket));
            start(() -> pump(socket, client));
        }
    }

    private void pump(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (from.read(buffer) >= 0) {
            if (frozen) {
                return;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
            buffer.clear();
        }
        from.close();
        to.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                LOG.debug("one side has gone", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
