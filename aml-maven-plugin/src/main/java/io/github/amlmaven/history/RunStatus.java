package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;

/** The states of a run; all but the last three are derived each time they are asked for. */
public enum RunStatus {
    /** Claimed, not started yet. */
    PREPARING("Preparing"),
    /** The script runs. */
    RUNNING("Running"),
    /** The script has ended; its outputs are being brought in. */
    COLLECTING("Collecting"),
    /** Whoever looked after the run is gone, and nobody has recorded an end. */
    INTERRUPTED("Interrupted"),
    /** Looked after on another computer, from which nothing has been heard for more than 5 minutes. */
    UNKNOWN("Unknown"),
    /** The script ended with exit code 0. */
    COMPLETED("Completed"),
    /** The script failed, or could not be run. */
    FAILED("Failed"),
    /** Stopped by the user. */
    CANCELED("Canceled");

    private final String label;

    RunStatus(String label) {
        this.label = label;
    }

    /** The word in records and tables, as the Workbench wrote it. */
    public String label() {
        return label;
    }

    /** Whether a run stays in this state for ever. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }

    /** The status of that word in any case, {@code Cancelled} included. */
    public static RunStatus of(String word) {
        for (RunStatus status : values()) {
            if (status.label.equalsIgnoreCase(word) || (status == CANCELED && word.equalsIgnoreCase("Cancelled"))) {
                return status;
            }
        }
        StringBuilder known = new StringBuilder();
        for (RunStatus status : values()) {
            known.append(known.length() == 0 ? "" : ", ").append(status.label);
        }
        throw new AmlException("'" + word + "' is not a status of a run", "set -Daml.status to one of " + known);
    }
}
