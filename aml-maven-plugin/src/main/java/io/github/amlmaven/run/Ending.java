package io.github.amlmaven.run;

import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.history.Reason;
import io.github.amlmaven.history.RunStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a script ended and what its run is called for that.
 *
 * @param lastLines what it printed at the end, when it did not succeed
 * @param timeout the time it had; null: no limit, or not known any more
 * @param rebooted whether the computer has been started anew since the script was
 */
record Ending(
        ExitStatus status, List<String> lastLines, @Nullable Duration timeout, boolean rebooted) {
    /** What languages call it when memory runs out: Java, Python (whose word is a part of Java's), R. */
    private static final List<String> MEMORY_ERRORS =
            List.of("java.lang.OutOfMemoryError", "MemoryError", "cannot allocate vector of size");

    RunStatus runStatus() {
        return switch (status.cause()) {
            case EXITED -> status.code() == 0 ? RunStatus.COMPLETED : RunStatus.FAILED;
            case CANCELED -> RunStatus.CANCELED;
            case TIMED_OUT, LOST, UNKNOWN -> RunStatus.FAILED;
        };
    }

    /** Why it did not succeed; null when it did. */
    @Nullable
    Reason reason() {
        return switch (status.cause()) {
            case EXITED -> ofExit();
            case TIMED_OUT ->
                timeout == null ? new Reason(Reason.Kind.TIMED_OUT, "timed out") : Reason.timedOut(timeout.toSeconds());
            case CANCELED -> Reason.canceledByUser();
            case LOST ->
                rebooted
                        ? restarted()
                        : new Reason(
                                Reason.Kind.TARGET_LOST,
                                "it was ended from outside: its container by docker stop, kill or rm, or because the"
                                        + " engine was restarted; its application by yarn application -kill");
            case UNKNOWN ->
                rebooted
                        ? restarted()
                        : new Reason(
                                Reason.Kind.RESULT_UNKNOWN,
                                "killed together with its supervisor, its exit code is not known");
        };
    }

    private static Reason restarted() {
        return new Reason(Reason.Kind.HOST_REBOOTED, "the computer was restarted while it ran");
    }

    private @Nullable Reason ofExit() {
        if (status.outOfMemory()) {
            return Reason.outOfMemory(status.signal());
        }
        if (status.signal() > 0) {
            return Reason.signal(status.signal());
        }
        if (status.code() == 0) {
            return null;
        }
        for (String error : MEMORY_ERRORS) {
            for (String line : lastLines) {
                if (line.contains(error)) {
                    return Reason.outOfMemory(status.code(), error);
                }
            }
        }
        return Reason.exitCode(status.code());
    }

    /** Such as {@code exit code 3}. */
    String words() {
        Reason reason = reason();
        return reason == null ? "exit code 0" : reason.words();
    }

    /** The status as the journal keeps it. */
    static Map<String, Object> toMap(ExitStatus status) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cause", status.cause().name());
        map.put("code", (long) status.code());
        map.put("signal", (long) status.signal());
        map.put("out_of_memory", status.outOfMemory());
        return map;
    }

    /** The status in a map of the journal; null when it is not one. */
    static @Nullable ExitStatus of(Map<String, @Nullable Object> map) {
        for (ExitStatus.Cause cause : ExitStatus.Cause.values()) {
            if (cause.name().equals(map.get("cause"))
                    && map.get("code") instanceof Long code
                    && map.get("signal") instanceof Long signal
                    && map.get("out_of_memory") instanceof Boolean outOfMemory) {
                return new ExitStatus(cause, code.intValue(), signal.intValue(), outOfMemory);
            }
        }
        return null;
    }
}
