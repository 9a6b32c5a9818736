package io.github.amlmaven.store;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way to a Blob service by HTTP that counts what goes through it and spoils the calls it is told to: the first rule that
 * fits a call decides. Signatures stay good, as none is over the port.
 */
final class BlobProxy implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BlobProxy.class);
    private static final Pattern ABOUT = Pattern.compile("[?&](?:comp|restype)=([a-z]+)");

    /** Bytes from and to the client, heads and all. */
    final AtomicLong up = new AtomicLong();

    final AtomicLong down = new AtomicLong();

    /** What is spoiled, and how often still. */
    private record Rule(Predicate<ProxiedCall> fits, AtomicInteger left, Fault fault) {}

    private final int server;
    private final int port;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
    private volatile ServerSocket listener;

    /** Stands in front of the service at a port of this computer. */
    BlobProxy(int server) throws IOException {
        this.server = server;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
        start(listener);
    }

    int port() {
        return port;
    }

    /** The address that goes through here instead of straight to the service. */
    String address(String direct) {
        return direct.replaceFirst("127\\.0\\.0\\.1:" + server, "127.0.0.1:" + port);
    }

    /** Spoils one call by its number: 0 is the first ever, or since {@link #forget}; {@link #calls} is the next. */
    void at(int call, Fault fault) {
        rules.add(new Rule(it -> it.number() == call, new AtomicInteger(1), fault));
    }

    /** Spoils the first call whose request line fits, such as {@code PUT /account/container/name?comp=block HTTP/1.1}. */
    void once(Predicate<String> line, Fault fault) {
        times(1, line, fault);
    }

    /** Spoils the first so many calls whose request lines fit. */
    void times(int times, Predicate<String> line, Fault fault) {
        rules.add(new Rule(it -> line.test(it.line()), new AtomicInteger(times), fault));
    }

    /** Spoils every call whose request line fits. */
    void always(Predicate<String> line, Fault fault) {
        times(Integer.MAX_VALUE, line, fault);
    }

    /** Spoils no more. */
    void heal() {
        rules.clear();
    }

    /** How many calls there were. */
    int calls() {
        return lines.size();
    }

    /** The request lines of all calls, in the order they began. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * How many calls there were of each kind: the method and what it is about, such as {@code PUT blob}, {@code PUT block},
     * {@code PUT blocklist}, {@code HEAD blob}, {@code GET blob}, {@code GET list}, {@code GET container}.
     */
    Map<String, Integer> kinds() {
        Map<String, Integer> kinds = new TreeMap<>();
        lines.forEach(line -> kinds.merge(kind(line), 1, Integer::sum));
        return kinds;
    }

    /** Counts from nothing again; numbers of calls too. */
    synchronized void forget() {
        lines.clear();
        up.set(0);
        down.set(0);
    }

    /** Refuses connections and ends those there are; no call that comes later gets through. */
    void stop() throws IOException {
        listener.close();
        cut();
    }

    /** Takes connections again after {@link #stop}. */
    void startAgain() throws IOException {
        listener = listen(port);
        start(listener);
    }

    /** Ends all connections. */
    void cut() throws IOException {
        for (Socket socket : open.keySet()) {
            socket.close();
        }
    }

    /** A connection to the service, one for each call: the service ends those that are idle. */
    Socket connect() throws IOException {
        return keep(new Socket(InetAddress.getLoopbackAddress(), server));
    }

    /** Numbers a call and says what is to happen to it. */
    synchronized Fault begin(String line) {
        ProxiedCall call = new ProxiedCall(lines.size(), line);
        lines.add(line);
        for (Rule rule : rules) {
            if (rule.fits.test(call) && rule.left.get() > 0) {
                rule.left.decrementAndGet();
                return rule.fault;
            }
        }
        return Fault.NONE;
    }

    /** A call by its number and its request line. */
    private record ProxiedCall(int number, String line) {}

    private static String kind(String line) {
        String[] words = line.split(" ", 3);
        List<String> about = ABOUT.matcher(words[1])
                .results()
                .map(it -> it.group(1))
                .sorted(Comparator.comparing("container"::equals))
                .toList();
        return words[0] + " " + (about.isEmpty() ? "blob" : about.get(0));
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return listener;
    }

    private void start(ServerSocket listener) {
        background(() -> {
            while (true) {
                Socket client = keep(listener.accept());
                // What waits in accept while the socket is closed may still be given a connection.
                if (listener.isClosed()) {
                    client.close();
                    return;
                }
                background(() -> {
                    try (client) {
                        new ProxiedConnection(this, client).serve();
                    } finally {
                        open.remove(client);
                    }
                });
            }
        });
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        open.keySet().removeIf(Socket::isClosed);
        open.put(socket, true);
        return socket;
    }

    /** What is done until a connection ends. */
    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        LOG.debug("one side has gone", e);
                    }
                },
                "blob-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
