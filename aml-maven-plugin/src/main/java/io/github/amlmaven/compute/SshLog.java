package io.github.amlmaven.compute;

import com.jcraft.jsch.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the library has to say, for maintainers alone: what it calls a warning is told to the user by what fails. */
final class SshLog implements Logger {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SshLog.class);

    @Override
    public boolean isEnabled(int level) {
        return LOG.isDebugEnabled();
    }

    @Override
    public void log(int level, String message) {
        LOG.debug("{}", message);
    }

    @Override
    public void log(int level, String message, @Nullable Throwable cause) {
        LOG.debug("{}", message, cause);
    }
}
