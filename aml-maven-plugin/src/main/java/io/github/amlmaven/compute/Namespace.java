package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of process numbers of the run's own (a Linux PID namespace): when its first process ends, the system ends all
 * others, whatever they have done to get away.
 */
final class Namespace {
    private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);
    private static final long PATIENCE_SECONDS = 5;

    /** What the computer mounts later is seen in the run, too; what the run mounts is not seen outside. */
    private static final List<String> OPTIONS =
            List.of("--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "slave");

    private Namespace() {}

    /** The options of {@code unshare} that work for this user on this computer; empty when none do. */
    static List<String> options() {
        Path unshare = SearchPath.find("unshare");
        if (unshare == null) {
            return List.of();
        }
        if (works(unshare, OPTIONS)) {
            return OPTIONS;
        }
        // Who is not root needs a set of user numbers, too; in it everybody keeps his own.
        List<String> asUser = new ArrayList<>(List.of("--user", "--map-current-user"));
        asUser.addAll(OPTIONS);
        return works(unshare, asUser) ? asUser : List.of();
    }

    private static boolean works(Path unshare, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(unshare.toString());
        command.addAll(options);
        command.add("true");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            // It needs nothing of what Maven's environment holds, and secrets are in there.
            builder.environment().keySet().retainAll(Set.of("PATH"));
            Process probe = builder.start();
            if (!probe.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("unshare does not start", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
