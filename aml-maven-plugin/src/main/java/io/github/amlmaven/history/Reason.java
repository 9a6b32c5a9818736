package io.github.amlmaven.history;

/**
 * Why a run is in its state: a kind for programs and words for people.
 *
 * @param words such as {@code exit code 3}
 */
public record Reason(Kind kind, String words) {
    /** The kinds of reasons; the record's {@code reason_kind} is the label. */
    public enum Kind {
        /** The script ended with another exit code than 0. */
        EXIT_CODE("ExitCode"),
        /** The script was ended by a signal. */
        SIGNAL("Signal"),
        /** The target ended the script because memory ran out. */
        OUT_OF_MEMORY("OutOfMemory"),
        /** The script ran longer than allowed. */
        TIMED_OUT("TimedOut"),
        /** The run ended before its script was started. */
        NEVER_STARTED("NeverStarted"),
        /** The script could not be started. */
        LAUNCH_FAILED("LaunchFailed"),
        /** The target went away. */
        TARGET_LOST("TargetLost"),
        /** The computer was started anew while the run was under way. */
        HOST_REBOOTED("HostRebooted"),
        /** The process that looked after the run ended without recording an end. */
        OWNER_GONE("OwnerGone"),
        /** Nobody looks after the run, which goes on on its target. */
        DETACHED("Detached"),
        /** Nothing has been heard from the computer that looks after the run. */
        OWNER_SILENT("OwnerSilent"),
        /** The script ended, nobody knows how. */
        RESULT_UNKNOWN("ResultUnknown"),
        /** Some of the runs that it held together did not complete. */
        CHILDREN_FAILED("ChildrenFailed"),
        /** The user stopped the run. */
        CANCELED_BY_USER("CanceledByUser"),
        /** The record cannot be read. */
        RECORD_DAMAGED("RecordDamaged");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word in records. */
        public String label() {
            return label;
        }
    }

    /** The script's exit code, which is not 0. */
    public static Reason exitCode(int code) {
        return new Reason(Kind.EXIT_CODE, "exit code " + code);
    }

    /** A signal by its number. */
    public static Reason signal(int number) {
        String name =
                switch (number) {
                    case 1 -> " (HUP)";
                    case 2 -> " (INT)";
                    case 3 -> " (QUIT)";
                    case 4 -> " (ILL)";
                    case 6 -> " (ABRT)";
                    case 7 -> " (BUS)";
                    case 8 -> " (FPE)";
                    case 9 -> " (KILL)";
                    case 11 -> " (SEGV)";
                    case 13 -> " (PIPE)";
                    case 15 -> " (TERM)";
                    case 24 -> " (XCPU)";
                    case 25 -> " (XFSZ)";
                    default -> "";
                };
        return new Reason(Kind.SIGNAL, "signal " + number + name);
    }

    /** The system ended the script, by a signal, because memory had run out. */
    public static Reason outOfMemory(int signal) {
        return new Reason(
                Kind.OUT_OF_MEMORY,
                "out of memory: the system ended it, " + signal(signal).words());
    }

    /** The script met the end of its memory and ended by itself; {@code error} is what it calls that. */
    public static Reason outOfMemory(int exitCode, String error) {
        return new Reason(Kind.OUT_OF_MEMORY, "exit code " + exitCode + ", out of memory (" + error + ")");
    }

    /** The user stopped the run. */
    public static Reason canceledByUser() {
        return new Reason(Kind.CANCELED_BY_USER, "canceled by the user");
    }

    /** The script ran longer than so many seconds. */
    public static Reason timedOut(long seconds) {
        return new Reason(Kind.TIMED_OUT, "timed out after " + seconds + " s");
    }
}
