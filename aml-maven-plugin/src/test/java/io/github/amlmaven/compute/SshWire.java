package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wire to an SSH server: it counts what goes through it, and can be cut, fall silent, or be made so after so many bytes. */
public final class SshWire implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SshWire.class);

    /** What has come from clients, in bytes, and what has gone to them. */
    public final SshTraffic up = new SshTraffic();

    public final SshTraffic down = new SshTraffic();

    private final InetSocketAddress server;
    private final int port;
    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listener;
    private Thread listening;
    private boolean silent;

    public SshWire(SshServer server) throws IOException {
        this(server.address(), server.port());
    }

    SshWire(String address, int far) throws IOException {
        this.server = new InetSocketAddress(address, far);
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        this.listening = background(() -> serve(listener));
    }

    /** The port of 127.0.0.1 that goes through here; {@link TestSsh#knownHosts(SshServer, int)} wants it. */
    public int port() {
        return port;
    }

    /** How many connections have been made so far. */
    public int connections() {
        return connections.get();
    }

    /** Ends all connections, with a reset, as a computer does that knows nothing of them any more. */
    public void cut() {
        close(true);
    }

    /** Ends all connections in order, as a server does that is stopped. */
    public void end() {
        close(false);
    }

    /** From now on nothing gets through, and nobody is told: connections stay open, and new ones are made. */
    public synchronized void silence() {
        silent = true;
    }

    /** Ends {@link #silence}: what was held goes on its way. */
    public synchronized void speak() {
        silent = false;
        notifyAll();
    }

    /** Refuses new connections; those there are go on. */
    public synchronized void refuse() {
        try {
            listener.close();
            // The port is closed only when nobody waits for a connection any more.
            listening.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes connections again after {@link #refuse}. */
    public synchronized void accept() throws IOException {
        ServerSocket again = listen(port);
        listener = again;
        listening = background(() -> serve(again));
    }

    /** Cuts all connections and refuses new ones. */
    public void cutForGood() {
        refuse();
        cut();
    }

    @Override
    public void close() {
        cutForGood();
        // Those who wait see that their connections are closed.
        speak();
    }

    private void close(boolean reset) {
        // Not those that are made because of the first that are closed.
        for (Socket socket : List.copyOf(open.keySet())) {
            try {
                if (reset) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                LOG.debug("the socket had been closed", e);
            }
        }
    }

    private void serve(ServerSocket from) throws IOException {
        while (true) {
            Socket client = keep(from.accept());
            // What waits in accept while the socket is closed may still be given a connection.
            if (from.isClosed()) {
                client.close();
                return;
            }
            connections.incrementAndGet();
            Socket far = keep(new Socket(server.getAddress(), server.getPort()));
            AtomicInteger halves = new AtomicInteger(2);
            background(() -> pump(client, far, up, halves));
            background(() -> pump(far, client, down, halves));
        }
    }

    private void pump(Socket from, Socket to, SshTraffic traffic, AtomicInteger halves) throws IOException {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = in.read(buffer)) > 0; ) {
                for (int sent = 0; sent < read; ) {
                    awaitSpeech();
                    int now = traffic.allowed(read - sent);
                    out.write(buffer, sent, now);
                    sent += now;
                    traffic.passed(now);
                }
            }
            awaitSpeech();
            to.shutdownOutput();
        } finally {
            // Closed at once, what the other side has not read yet would be lost.
            if (halves.decrementAndGet() == 0) {
                from.close();
                to.close();
            }
        }
    }

    private synchronized void awaitSpeech() throws IOException {
        try {
            while (silent) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        open.keySet().removeIf(Socket::isClosed);
        open.put(socket, true);
        return socket;
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return listener;
    }

    /** What is done until a connection ends. */
    private interface Work {
        void run() throws IOException;
    }

    private static Thread background(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        LOG.debug("one side has gone", e);
                    }
                },
                "ssh-wire");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
