package io.github.amlmaven.compute;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another computer, reached over SSH when something is asked of it first, and anew when the connection has broken.
 *
 * <p>A connection that says nothing is given up within 60 seconds. Any number of threads may ask at once.
 */
final class SshConnection implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);
    private static final int CLOSING_MILLIS = 10_000;
    private static final int BREAKING_MILLIS = 500;
    private static final int POLL_MILLIS = 2;
    /** As much as may be on its way at once: on a long way the library's 1 MiB is soon used up. */
    private static final int WINDOW = 4 * 1024 * 1024;

    private static final int PACKET = 32 * 1024;

    private final SshLogin login;
    private final SshSession opening;
    private @Nullable Session session;

    SshConnection(SshLogin login, Credentials credentials) {
        this(login, credentials, SshUser.current());
    }

    SshConnection(SshLogin login, Credentials credentials, SshUser user) {
        this.login = login;
        this.opening = new SshSession(login, credentials, user);
    }

    /** A computer that cannot be reached, or a connection that has broken. */
    static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AwayException(Throwable cause) {
            super(cause);
        }
    }

    /** Whether a failure says that the computer cannot be reached, so that the same may be asked again later. */
    static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwayException) {
                return true;
            }
        }
        return false;
    }

    SshLogin login() {
        return login;
    }

    /**
     * Has something done, and reads what it prints.
     *
     * @param doing what for, to be read after "while": {@code starting the script}
     * @param answer is given all that is printed; what it leaves unread is not waited for
     * @throws RemoteException when the script ends with another exit code than 0
     * @throws AmlException when the computer cannot be reached, {@link #isAway}, or does not let us in
     * @throws InterruptedIOException when the thread was interrupted; what was asked may still be done
     */
    <T> T call(String doing, RemoteCall call, RemoteCall.Answer<T> answer) throws IOException {
        Session open = session(doing);
        ChannelExec channel = null;
        String mark = UUID.randomUUID().toString();
        RemoteErrors errors = new RemoteErrors();
        try {
            channel = (ChannelExec) open.openChannel("exec");
            channel.setCommand(RemoteCall.COMMAND);
            channel.setErrStream(errors);
            channel.setLocalWindowSizeMax(WINDOW);
            channel.setLocalPacketSize(PACKET);
            OutputStream out = channel.getOutputStream();
            try (InputStream in = channel.getInputStream()) {
                // With a time limit of its own it would not notice that the connection breaks.
                channel.connect();
                send(call, mark, out, channel);
                RemoteAnswer lines = new RemoteAnswer(in);
                if (!lines.skipTo(mark)) {
                    throw unheard(ended(channel, errors, doing), lines.said());
                }
                T result = answer.read(lines);
                if (lines.atEnd()) {
                    int code = exitCode(channel);
                    if (code != 0) {
                        throw ended(channel, errors, doing);
                    }
                }
                return result;
            }
        } catch (JSchException e) {
            throw away(doing, e);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            if (hasBroken(open)) {
                throw away(doing, e);
            }
            if (channel != null && !channel.isEOF() && !channel.isClosed()) {
                throw e; // of this computer
            }
            // An answer that is cut off is told by the exit code, if there is one.
            int code = channel == null ? -1 : exitCode(channel);
            if (code == 0) {
                throw e;
            }
            if (code < 0) {
                throw away(doing, e);
            }
            throw new RemoteException(doing, login.address(), code, errors.words());
        } finally {
            if (channel != null) {
                channel.disconnect();
            }
        }
    }

    /** As the other, for what prints nothing. */
    void call(String doing, RemoteCall call) throws IOException {
        call(doing, call, in -> in.readAllBytes().length);
    }

    private static void send(RemoteCall call, String mark, OutputStream out, ChannelExec channel) throws IOException {
        try (out) {
            out.write(call.head(mark));
            RemoteCall.Payload payload = call.payload();
            if (payload != null) {
                payload.writeTo(out);
            }
        } catch (IOException e) {
            // A script that has ended before it has read everything: its exit code says why.
            if (!channel.isClosed() && !channel.isEOF()) {
                throw e;
            }
            LOG.debug("not everything was read", e);
        }
    }

    /** Nothing of ours was run. */
    private AmlException unheard(RemoteException e, String said) {
        SshAddress address = login.address();
        return new AmlException(
                "the login shell of " + address + " does not run what it is told; it ended with exit code " + e.code()
                        + (said.isEmpty() ? "" : " and said: " + said)
                        + (e.words().isEmpty() ? "" : " and said: " + e.words()),
                "see that this prints 'works', and mend what the shell reads at its start there (~/.bashrc, ~/.profile):"
                        + " echo echo works | ssh " + (address.port() == null ? "" : "-p " + address.port() + " ")
                        + address.user() + "@" + address.host() + " sh",
                e);
    }

    private RemoteException ended(ChannelExec channel, RemoteErrors errors, String doing)
            throws InterruptedIOException {
        int code = exitCode(channel);
        if (code < 0) {
            throw away(doing, new IOException("the connection broke"));
        }
        return new RemoteException(doing, login.address(), code, errors.words());
    }

    /** Who reads or writes may feel it a moment before the session knows. */
    private static boolean hasBroken(Session session) throws InterruptedIOException {
        for (int waited = 0; session.isConnected() && waited < BREAKING_MILLIS; waited += POLL_MILLIS) {
            pause();
        }
        return !session.isConnected();
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a command ended");
        }
    }

    private static int exitCode(ChannelExec channel) throws InterruptedIOException {
        long start = System.nanoTime();
        while (!channel.isClosed() && System.nanoTime() - start < CLOSING_MILLIS * 1_000_000L) {
            pause();
        }
        return channel.getExitStatus();
    }

    /** The session that is open, or a new one. */
    synchronized Session session(String doing) {
        if (session == null || !session.isConnected()) {
            close();
            try {
                session = opening.open();
            } catch (JSchException e) {
                throw away(doing, e);
            }
        }
        return session;
    }

    AmlException away(String doing, Exception failure) {
        LOG.debug("away while {}", doing, failure);
        SshAddress address = login.address();
        return new AmlException(
                "cannot reach " + address + " over SSH: " + failure.getMessage() + ", while " + doing,
                "see that it is up and lets you in: ssh " + (address.port() == null ? "" : "-p " + address.port() + " ")
                        + address.user() + "@" + address.host(),
                new AwayException(failure));
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.disconnect();
            session = null;
        }
    }
}
