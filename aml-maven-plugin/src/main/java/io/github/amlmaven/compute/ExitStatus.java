package io.github.amlmaven.compute;

/**
 * How a job ended.
 *
 * @param code the script's exit code, 0 to 255; 128 + n when signal n ended it; -1 when nobody could tell
 * @param signal the number of the signal that ended the script, or 0
 * @param outOfMemory whether the system ended it because memory had run out
 */
public record ExitStatus(Cause cause, int code, int signal, boolean outOfMemory) {
    /** Why a job came to its end. */
    public enum Cause {
        /** The script ended by itself, or something outside ended it. */
        EXITED,
        /** It took longer than the job's timeout and was stopped. */
        TIMED_OUT,
        /** It was stopped because the cancellation asked for it. */
        CANCELED,
        /** Its target ended it from outside, or is gone: such as a container whose engine was started anew. */
        LOST,
        /** It is gone and left no exit code: something killed it together with its supervisor. */
        UNKNOWN
    }

    private static final int SIGNAL_BASE = 128;
    private static final int LAST_SIGNAL = 64;

    /** A job of which only an exit code is known: 128 + n is taken for signal n. */
    public static ExitStatus ofCode(Cause cause, int code) {
        int signal = code > SIGNAL_BASE && code <= SIGNAL_BASE + LAST_SIGNAL ? code - SIGNAL_BASE : 0;
        return new ExitStatus(cause, code, signal, false);
    }

    /** A job that left no exit code. */
    public static ExitStatus without(Cause cause) {
        return new ExitStatus(cause == Cause.EXITED ? Cause.UNKNOWN : cause, -1, 0, false);
    }

    /** This end, with another cause for it. */
    public ExitStatus because(Cause other) {
        return code < 0 ? without(other) : new ExitStatus(other, code, signal, outOfMemory);
    }

    /** Whether the script itself ended with exit code 0. */
    public boolean succeeded() {
        return cause == Cause.EXITED && code == 0;
    }
}
