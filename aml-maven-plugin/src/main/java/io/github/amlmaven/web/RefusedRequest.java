package io.github.amlmaven.web;

/** A request that is not answered as it was asked: why, and what to do about it. */
final class RefusedRequest extends RuntimeException {
    static final int BAD = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int WRONG_METHOD = 405;
    static final int TOO_LARGE = 413;
    static final int WRONG_TYPE = 415;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String problem;
    private final String remedy;

    /** @param status of HTTP */
    RefusedRequest(int status, String problem, String remedy) {
        super(problem);
        this.status = status;
        this.problem = problem;
        this.remedy = remedy;
    }

    static RefusedRequest notFound() {
        return new RefusedRequest(
                NOT_FOUND, "there is nothing at this address", "open the address that mvn aml:ui has printed");
    }

    int status() {
        return status;
    }

    String problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
