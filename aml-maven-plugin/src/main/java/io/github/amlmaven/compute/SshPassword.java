package io.github.amlmaven.compute;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.github.amlmaven.Secret;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a server that asks for a password, once: a wrong one is not offered again, which might lock the user out.
 *
 * <p>A question is taken for one after the password when it is the only one and its answer is not to be seen.
 */
final class SshPassword implements UserInfo, UIKeyboardInteractive {
    private static final Logger LOG = LoggerFactory.getLogger(SshPassword.class);

    /** The server asks again: it does not like the password, or wants more than that. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedException() {
            super("the password was not enough");
        }
    }

    private final @Nullable Secret password;
    private boolean offered;

    SshPassword(@Nullable Secret password) {
        this.password = password;
    }

    /** Whether the server has been told. */
    boolean wasOffered() {
        return offered;
    }

    @Override
    public boolean promptPassword(String message) {
        return password != null && !offered;
    }

    @Override
    public @Nullable String getPassword() {
        offered = true;
        return password == null ? null : password.value();
    }

    @Override
    // Null, as the library has it, passes on to the next method.
    @SuppressWarnings("NullAway")
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompt, boolean[] echo) {
        if (prompt.length == 0) {
            return new String[0];
        }
        if (offered) {
            throw new RefusedException();
        }
        if (password == null || prompt.length > 1 || echo[0]) {
            return null;
        }
        offered = true;
        return new String[] {password.value()};
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public @Nullable String getPassphrase() {
        return null;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        LOG.debug("the server says: {}", message);
    }
}
