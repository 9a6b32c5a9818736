package io.github.amlmaven.web;

import com.sun.net.httpserver.HttpServer;
import io.github.amlmaven.AmlException;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Serves the history of a project to the browsers of this computer, and of this user.
 *
 * <p>It listens on 127.0.0.1 only, answers only under that name, and only who has come with a key; see {@link #address}.
 */
public final class HistoryServer implements Closeable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int ASKING_MILLIS = 10_000;
    private static final int SENDING_MILLIS = 60_000;
    private static final int WAITING_CONNECTIONS = 64;

    private final HttpServer server;
    private final AnsweringThreads threads;
    private final Access access;

    private HistoryServer(HttpServer server, AnsweringThreads threads, Access access) {
        this.server = server;
        this.threads = threads;
        this.access = access;
    }

    /**
     * Begins to serve.
     *
     * @param port 0 for any that is free
     * @throws AmlException when the port is taken
     */
    public static HistoryServer start(ShownHistory shown, int port) throws IOException {
        return start(shown, port, ASKING_MILLIS, SENDING_MILLIS);
    }

    /** As the other, with the patience that tests have. */
    static HistoryServer start(ShownHistory shown, int port, int askingMillis, int sendingMillis) throws IOException {
        // As far as this Java has bounds, ours are closer; they count when its server is used for the first time.
        bound("sun.net.httpserver.maxReqHeaders", "100");
        bound("sun.net.httpserver.maxReqHeaderSize", "65536");
        bound("jdk.httpserver.maxConnections", "256");
        bound("sun.net.httpserver.maxIdleConnections", "64");
        // Else each small answer waits 40 ms for a packet that never comes, and the page is made of many.
        bound("sun.net.httpserver.nodelay", "true");
        HttpServer server;
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), WAITING_CONNECTIONS);
        } catch (BindException e) {
            throw new AmlException(
                    "port " + port + " of this computer is taken, or not free for you: " + e.getMessage(),
                    "choose another with -Daml.port=<number>, or leave it out for any that is free",
                    e);
        }
        AnsweringThreads threads = new AnsweringThreads(askingMillis, sendingMillis);
        Access access = new Access(server.getAddress().getPort());
        Routes routes = new Routes(shown, access.token());
        server.createContext("/", new FrontDoor(access, threads, routes, shown.failures()));
        server.setExecutor(threads);
        server.start();
        return new HistoryServer(server, threads, access);
    }

    private static void bound(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The address for people, which opens the page as often as they like. Whoever knows it may look and change. */
    public String address() {
        return "http://127.0.0.1:" + port() + "/?key=" + access.key();
    }

    /** An address that opens the page once, for a file that hands it to a browser. */
    public String addressForOnce() {
        return "http://127.0.0.1:" + port() + "/?key=" + access.onceKey();
    }

    /** Ends; what is being sent is cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
