package io.github.amlmaven.compute;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What comes through another computer: like a socket it says so when nothing has come for a while. */
final class SshJumpStream extends InputStream {
    private static final int MOST_PARTS = 64;
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> parts = new ArrayBlockingQueue<>(MOST_PARTS);
    private byte[] part = END;
    private int position;
    private boolean ended;
    private volatile boolean closed;

    /** Where it comes in. */
    OutputStream sink() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int start, int count) throws IOException {
                if (count > 0) {
                    put(Arrays.copyOfRange(bytes, start, start + count));
                }
            }

            @Override
            public void close() throws IOException {
                put(END);
            }
        };
    }

    private void put(byte[] some) throws IOException {
        try {
            // Nobody reads any more from one that is closed.
            while (!closed && !parts.offer(some, 1, TimeUnit.SECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while data came in");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int start, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position == part.length && !next()) {
            return -1;
        }
        int some = Math.min(count, part.length - position);
        System.arraycopy(part, position, bytes, start, some);
        position += some;
        return some;
    }

    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        try {
            byte[] some = parts.poll(SshSession.ALIVE_MILLIS, TimeUnit.MILLISECONDS);
            if (some == null) {
                throw new SocketTimeoutException("nothing has come");
            }
            part = some;
            position = 0;
            ended = some.length == 0;
            return !ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for data", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        parts.clear();
        boolean told = parts.offer(END);
        assert told : "there is room after clear";
    }
}
