package io.github.amlmaven.compute;

import java.io.IOException;

/** An output that is not what was listed any more, or cannot be taken; the reason is to be read after its name. */
public final class OutputException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    OutputException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Such as {@code vanished while it was collected}. */
    public String reason() {
        return reason;
    }
}
