package io.github.amlmaven.compute;

/**
 * How a job ended.
 *
 * @param code the script's exit code, 0 to 255; 128 + n when signal n ended it; -1 when nobody could tell
 */
public record ExitStatus(Cause cause, int code) {
    /** Why a job came to its end. */
    public enum Cause {
        /** The script ended by itself, or something outside ended it. */
        EXITED,
        /** It took longer than the job's timeout and was stopped. */
        TIMED_OUT,
        /** It was stopped because the cancellation asked for it. */
        CANCELED,
        /** It is gone and left no exit code: something killed it together with its supervisor. */
        UNKNOWN
    }

    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;

    /** Whether the script itself ended with exit code 0. */
    public boolean succeeded() {
        return cause == Cause.EXITED && code == 0;
    }

    /** The number of the signal that ended the script, or 0. */
    public int signal() {
        return code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL ? code - SIGNAL_BASE : 0;
    }
}
