package io.github.amlmaven.store;

import java.io.IOException;

/**
 * A store that does not answer, so that nothing can be said of what it holds: whether a write succeeded is not known, and
 * the same call may be made again later.
 */
public final class StoreAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;

    /** A problem and a remedy in the user's words, as of an {@link io.github.amlmaven.AmlException}. */
    public StoreAwayException(String problem, String remedy, Throwable cause) {
        super(problem + "\n-> " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** What is wrong, with the address of the store. */
    public String problem() {
        return problem;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
