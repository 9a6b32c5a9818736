package io.github.amlmaven.compute;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the script of a container ended: by what its supervisor has written, else by what the engine says. */
final class ContainerEnd {
    private static final int KILLED = 137;
    /** What the engine says of a container that did not survive the computer. */
    private static final int NOBODY_KNOWS = 255;

    private static final int KILL = 9;
    private static final int TERM = 15;

    private ContainerEnd() {}

    /**
     * @param state null: the container is gone
     * @param cause why we think it ended
     */
    static ExitStatus status(RunDirectory directory, RunContainer.@Nullable State state, ExitStatus.Cause cause) {
        Supervisor supervisor = new Supervisor(directory);
        Optional<ExitStatus> written = supervisor.status();
        boolean outOfMemory = state != null && state.outOfMemory();
        if (written.isPresent()) {
            ExitStatus status = written.get();
            ExitStatus seen = outOfMemory && status.code() == KILLED
                    ? new ExitStatus(status.cause(), status.code(), KILL, true)
                    : status;
            if (cause != ExitStatus.Cause.EXITED) {
                return seen.because(cause);
            }
            boolean stopped = seen.signal() == TERM && supervisor.askedToEnd();
            return stopped ? seen.because(ExitStatus.Cause.LOST) : seen;
        }
        if (state == null || !state.hasExited()) {
            return ExitStatus.without(cause == ExitStatus.Cause.EXITED ? ExitStatus.Cause.LOST : cause);
        }
        if (outOfMemory) {
            return new ExitStatus(cause, KILLED, KILL, true);
        }
        boolean fromOutside = state.exitCode() == KILLED || state.exitCode() == NOBODY_KNOWS;
        return fromOutside && cause == ExitStatus.Cause.EXITED
                ? ExitStatus.without(ExitStatus.Cause.LOST)
                : ExitStatus.ofCode(cause, state.exitCode());
    }
}
