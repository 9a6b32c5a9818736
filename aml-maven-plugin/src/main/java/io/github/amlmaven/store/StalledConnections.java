package io.github.amlmaven.store;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ends connections whose other side takes no bytes any more, which no time limit of the JDK covers. */
final class StalledConnections {
    private static final Set<Watch> WATCHED = ConcurrentHashMap.newKeySet();
    private static final int LOOK_MILLIS = 500;

    static {
        Thread thread = new Thread(StalledConnections::look, "aml-blob-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private StalledConnections() {}

    static Watch watch(HttpURLConnection connection, Duration silence) {
        Watch watch = new Watch(connection, silence);
        WATCHED.add(watch);
        return watch;
    }

    private static void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                WATCHED.forEach(Watch::endWhenStalled);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, from its first byte to its last. */
    static final class Watch implements AutoCloseable {
        private final HttpURLConnection connection;
        private final Duration silence;
        private volatile long lastSign = System.nanoTime();
        private volatile boolean stalled;

        private Watch(HttpURLConnection connection, Duration silence) {
            this.connection = connection;
            this.silence = silence;
        }

        /** A byte has gone through. */
        void alive() {
            lastSign = System.nanoTime();
        }

        boolean hasStalled() {
            return stalled;
        }

        IOException failure() {
            return new SocketTimeoutException("no byte went through for " + silence.toSeconds() + " s");
        }

        private void endWhenStalled() {
            if (System.nanoTime() - lastSign > silence.toNanos()) {
                stalled = true;
                close();
                connection.disconnect();
            }
        }

        @Override
        public void close() {
            WATCHED.remove(this);
        }
    }
}
