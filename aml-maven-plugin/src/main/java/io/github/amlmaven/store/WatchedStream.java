package io.github.amlmaven.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that says it is alive with each piece that comes. */
final class WatchedStream extends FilterInputStream {
    private final StalledConnections.Watch watch;

    WatchedStream(InputStream body, StalledConnections.Watch watch) {
        super(body);
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        watch.alive();
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        watch.alive();
        return n;
    }
}
