package io.github.amlmaven.mojo;

import io.github.amlmaven.run.Attachment;
import java.io.Console;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * Asks on the terminal about a host key that nobody knows, where there is one to ask; what the user has typed beforehand
 * needs no question.
 *
 * @param accepted the fingerprint that was typed; null: none was
 * @param interactive whether Maven may ask at all
 */
record HostKeyConsole(Log log, @Nullable String accepted, boolean interactive) implements Attachment.Vouching {
    @Override
    @SuppressWarnings("SystemConsoleNull")
    public boolean accepts(Attachment.HostKey key) {
        if (accepted != null) {
            return accepted.strip().equals(key.fingerprint());
        }
        // From JDK 22 on there is a console without a terminal, too.
        Console console = interactive && Terminal.width() > 0 ? System.console() : null;
        if (console == null) {
            return false;
        }
        for (String line : List.of(
                "The host key of " + key.host() + " is unknown: " + key.kind() + " " + key.fingerprint(),
                "Compare it with what that computer itself says: ssh-keygen -lf /etc/ssh/ssh_host_"
                        + key.kind().toLowerCase(Locale.ROOT) + "_key.pub")) {
            log.info(line);
        }
        String answer = console.readLine("Is it the same (yes/no)? ");
        return answer != null
                && (answer.strip().equalsIgnoreCase("yes") || answer.strip().equals(key.fingerprint()));
    }
}
