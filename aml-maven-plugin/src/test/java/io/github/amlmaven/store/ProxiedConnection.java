package io.github.amlmaven.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One client of {@link BlobProxy}: its calls, one after the other. */
final class ProxiedConnection {
    private static final int TRICKLE_MILLIS = 1000;

    private final BlobProxy proxy;
    private final Socket client;
    private final InputStream in;
    private final OutputStream out;

    ProxiedConnection(BlobProxy proxy, Socket client) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.in = new BufferedInputStream(counting(client.getInputStream(), proxy.up));
        this.out = new BufferedOutputStream(counting(client.getOutputStream(), proxy.down));
    }

    /** Until one side has had enough. */
    void serve() throws IOException {
        boolean more = true;
        while (more) {
            HttpHead request = HttpHead.read(in);
            more = request != null && !client.isClosed() && call(request);
        }
    }

    /** True when another call may follow. */
    private boolean call(HttpHead request) throws IOException {
        Fault fault = proxy.begin(request.first());
        if (request.header("expect").equalsIgnoreCase("100-continue")) {
            send("HTTP/1.1 100 Continue\r\n\r\n");
        }
        switch (fault.kind()) {
            case REPLY -> {
                request.passBody(in, OutputStream.nullOutputStream(), HttpHead.NONE);
                send("HTTP/1.1 " + fault.number() + " Spoiled\r\n" + fault.text() + "Content-Length: 0\r\n\r\n");
                return true;
            }
            case SILENCE -> {
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            default -> {
                return forward(request, fault);
            }
        }
    }

    private boolean forward(HttpHead request, Fault fault) throws IOException {
        InputStream body = in;
        if (fault.kind() == Fault.Kind.DUPLICATE) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            request.passBody(in, kept, HttpHead.NONE);
            exchange(
                    request, new ByteArrayInputStream(kept.toByteArray()), Fault.NONE, OutputStream.nullOutputStream());
            body = new ByteArrayInputStream(kept.toByteArray());
        }
        return exchange(request, body, fault, out);
    }

    private boolean exchange(HttpHead request, InputStream body, Fault fault, OutputStream to) throws IOException {
        try (Socket server = proxy.connect()) {
            OutputStream up = new BufferedOutputStream(server.getOutputStream(), 1 << 16);
            up.write(request.bytes());
            try {
                request.passBody(body, up, requestDamage(fault));
            } catch (Cut e) {
                up.flush();
                return false;
            }
            InputStream down = new BufferedInputStream(server.getInputStream(), 1 << 16);
            HttpHead answer = HttpHead.read(down);
            while (answer != null && answer.status() < 200) {
                answer = HttpHead.read(down);
            }
            return answer != null && answer(request, answer, down, fault, to);
        }
    }

    private static boolean answer(HttpHead request, HttpHead answer, InputStream down, Fault fault, OutputStream to)
            throws IOException {
        String method = request.first().split(" ", 2)[0];
        HttpHead.Damage damage = HttpHead.NONE;
        switch (fault.kind()) {
            case DROP_ANSWER -> {
                return false;
            }
            case DELAY_ANSWER -> pause(fault.number());
            case CUT_ANSWER -> damage = cut(fault.number());
            case FLIP_ANSWER -> damage = flip(fault.number());
            case TRICKLE_ANSWER -> {
                damage = ProxiedConnection::trickle;
                if (method.equals("HEAD") || answer.header("content-length").equals("0")) {
                    trickle(answer.bytes(), answer.bytes().length, 0, to);
                    return !answer.closes();
                }
            }
            default -> {}
        }
        to.write(answer.bytes());
        try {
            return answer.passAnswer(method, down, to, damage) && !answer.closes();
        } catch (Cut e) {
            to.flush();
            return false;
        }
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static HttpHead.Damage requestDamage(Fault fault) {
        return switch (fault.kind()) {
            case CUT_REQUEST -> cut(fault.number());
            case FLIP_REQUEST -> flip(fault.number());
            default -> HttpHead.NONE;
        };
    }

    private static HttpHead.Damage cut(long bytes) {
        return (buffer, count, place, out) -> {
            out.write(buffer, 0, (int) Math.min(count, bytes - place));
            if (place + count >= bytes) {
                throw new Cut();
            }
        };
    }

    private static HttpHead.Damage flip(long bit) {
        return (buffer, count, place, out) -> {
            long index = bit / 8 - place;
            if (index >= 0 && index < count) {
                buffer[(int) index] ^= (byte) (1 << bit % 8);
            }
            out.write(buffer, 0, count);
        };
    }

    private static void trickle(byte[] buffer, int count, long place, OutputStream out) throws IOException {
        for (int i = 0; i < count; i++) {
            out.write(buffer[i]);
            out.flush();
            pause(TRICKLE_MILLIS);
        }
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    private static InputStream counting(InputStream in, AtomicLong count) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                count.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }

    private static OutputStream counting(OutputStream out, AtomicLong count) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                this.out.write(buffer, offset, length);
                count.addAndGet(length);
            }
        };
    }

    /** The end that was asked for. */
    private static final class Cut extends IOException {
        private static final long serialVersionUID = 1;
    }
}
