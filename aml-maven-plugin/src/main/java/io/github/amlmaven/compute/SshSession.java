package io.github.amlmaven.compute;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens sessions within a time limit, whatever it is that does not answer: a server, a name service, an agent. */
record SshSession(SshLogin login, Credentials credentials, SshUser user) {
    static final int ALIVE_MILLIS = 15_000;
    static final int ALIVE_COUNT = 3;

    private static final int LOGIN_SECONDS = 30;

    /**
     * Opens one.
     *
     * @throws AmlException when the host key is not believed, or the user is not let in, or what is configured cannot be used
     * @throws JSchException when the computer cannot be reached
     */
    Session open() throws JSchException {
        SshAttempt attempt = new SshAttempt(this);
        FutureTask<Session> task = new FutureTask<>(attempt::open);
        Thread thread = new Thread(task, "aml-ssh-login");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(LOGIN_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            attempt.abandon();
            throw new JSchException("no login within " + LOGIN_SECONDS + " s: " + attempt.step(), e);
        } catch (InterruptedException e) {
            attempt.abandon();
            Thread.currentThread().interrupt();
            throw new JSchException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JSchException failure) {
                throw failure;
            }
            if (e.getCause() instanceof AmlException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
