package io.github.amlmaven.store;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As little of a Blob service as a client needs to be measured against it: of what is put only small blobs are kept, of
 * larger ones size and metadata, and what is got of these is {@link #pattern}. It trusts everybody.
 */
public final class FastBlobServer implements Closeable {
    /** Up to this size blobs are kept. */
    static final int KEPT = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FastBlobServer.class);
    private static final int PERIOD = 251;
    private static final byte[] PATTERN = new byte[PERIOD * 4096];

    static {
        for (int i = 0; i < PATTERN.length; i++) {
            PATTERN[i] = pattern(i);
        }
    }

    /** The committed blobs, by container and name as they are in an address. */
    final ConcurrentNavigableMap<String, FastBlob> blobs = new ConcurrentSkipListMap<>();

    /** The sizes of blocks that are in no blob yet, by blob and block. */
    final Map<String, Map<String, Long>> blocks = new ConcurrentHashMap<>();

    private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());

    FastBlobServer() throws IOException {
        background(() -> {
            while (true) {
                Socket client = server.accept();
                background(() -> {
                    try (client) {
                        serve(client);
                    }
                });
            }
        });
    }

    /** Prints the address of a container, which is there, and serves until it is killed; arguments are sizes to offer. */
    public static void main(String[] sizes) throws IOException, InterruptedException {
        try (FastBlobServer server = new FastBlobServer()) {
            for (String size : sizes) {
                server.offer("bench", "pattern-" + size, Long.parseLong(size));
            }
            System.out.println(server.address("bench"));
            Thread.currentThread().join();
        }
    }

    /** The address of a container; every container is there. */
    String address(String container) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/" + TestAzurite.ACCOUNT + "/" + container;
    }

    /** Makes a blob of the pattern. */
    void offer(String container, String name, long size) {
        blobs.put(container + "/" + name, new FastBlob(size, Map.of(), null));
    }

    /** The byte at a place of every blob that is not kept. */
    static byte pattern(long place) {
        return (byte) (place % PERIOD);
    }

    /** Writes so much of the pattern from a place on. */
    static void writePattern(OutputStream out, long from, long count) throws IOException {
        long left = count;
        int start = (int) (from % PERIOD);
        while (left > 0) {
            int part = (int) Math.min(left, PATTERN.length - start);
            out.write(PATTERN, start, part);
            left -= part;
            start = 0;
        }
    }

    private void serve(Socket client) throws IOException {
        client.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 16);
        for (HttpHead head = HttpHead.read(in); head != null; head = HttpHead.read(in)) {
            new FastBlobCall(this, head, in, client.getOutputStream()).answer();
        }
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
                        LOG.debug("a client has gone", e);
                    }
                },
                "fast-blob-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
