package io.github.amlmaven;

/**
 * A failure that the user can mend: what is wrong, with the value at fault, and what to do about it.
 *
 * <p>The user sees two lines, {@code problem} and {@code -> remedy}. Both may hold several lines when there is more to
 * say; neither holds a secret.
 */
public final class AmlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;

    /**
     * @param problem what is wrong, with the value at fault
     * @param remedy what to do, with the exact flag, key or command, without the arrow
     */
    public AmlException(String problem, String remedy) {
        super(problem + "\n-> " + remedy);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** As the other constructor, keeping the failure below for {@code mvn -e}. */
    public AmlException(String problem, String remedy, Throwable cause) {
        super(problem + "\n-> " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
