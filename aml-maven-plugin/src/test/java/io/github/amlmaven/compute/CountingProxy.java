package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between us and the real engine, counts what the engine says, and may cut it short. */
final class CountingProxy implements Closeable {
    private static final UnixDomainSocketAddress ENGINE = UnixDomainSocketAddress.of("/var/run/docker.sock");

    /** The bytes that have come from the engine. */
    final AtomicLong received = new AtomicLong();
    /** After so many all connections are cut. */
    volatile long cutAfter = Long.MAX_VALUE;

    final DockerEngine engine;
    private final ServerSocketChannel server;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

    CountingProxy(Path socket) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        engine = new DockerEngine(new DockerAddress("unix://" + socket, null, "the test"));
        start(this::accept);
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel client = server.accept();
            SocketChannel real = SocketChannel.open(ENGINE);
            open.addAll(List.of(client, real));
            start(() -> pump(client, real, new AtomicLong()));
            start(() -> pump(real, client, received));
        }
    }

    private void pump(SocketChannel from, SocketChannel to, AtomicLong count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                if (count.addAndGet(buffer.position()) > cutAfter) {
                    return;
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        }
    }

    /** What is done until a connection ends. */
    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // One side has hung up.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        engine.close();
        server.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
