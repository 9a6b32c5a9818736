package io.github.amlmaven.store;

import java.time.Duration;

/** What {@link BlobProxy} does to a call instead of letting it through. */
record Fault(Kind kind, long number, String text) {
    /** What is done; the number counts bytes, bits or milliseconds, or is the status. */
    enum Kind {
        NONE,
        DROP_ANSWER,
        DELAY_ANSWER,
        CUT_ANSWER,
        FLIP_ANSWER,
        TRICKLE_ANSWER,
        CUT_REQUEST,
        FLIP_REQUEST,
        DUPLICATE,
        REPLY,
        SILENCE
    }

    /** Lets the call through. */
    static final Fault NONE = new Fault(Kind.NONE, 0, "");

    /** The call is carried out, and the connection ends without an answer. */
    static Fault dropAnswer() {
        return new Fault(Kind.DROP_ANSWER, 0, "");
    }

    /** The call is carried out at once and answered late. */
    static Fault delayAnswer(Duration delay) {
        return new Fault(Kind.DELAY_ANSWER, delay.toMillis(), "");
    }

    /** The answer has a full head and so many bytes of its body, then the connection ends. */
    static Fault cutAnswer(long bytes) {
        return new Fault(Kind.CUT_ANSWER, bytes, "");
    }

    /** One bit of the answer's body is another one: bit {@code n % 8} of byte {@code n / 8}. */
    static Fault flipAnswer(long bit) {
        return new Fault(Kind.FLIP_ANSWER, bit, "");
    }

    /** The answer's body comes at one byte a second, and so does its head where it has no body. */
    static Fault trickleAnswer() {
        return new Fault(Kind.TRICKLE_ANSWER, 0, "");
    }

    /** The server gets the head and so many bytes of the body, then both connections end. */
    static Fault cutRequest(long bytes) {
        return new Fault(Kind.CUT_REQUEST, bytes, "");
    }

    /** One bit of the request's body is another one: bit {@code n % 8} of byte {@code n / 8}. */
    static Fault flipRequest(long bit) {
        return new Fault(Kind.FLIP_REQUEST, bit, "");
    }

    /** The call is carried out twice, one after the other; the second answer is given. */
    static Fault duplicate() {
        return new Fault(Kind.DUPLICATE, 0, "");
    }

    /** The call is not carried out and answered so, such as with 503 and {@code Retry-After: 1}. */
    static Fault reply(int status, String... headers) {
        StringBuilder lines = new StringBuilder();
        for (String header : headers) {
            lines.append(header).append("\r\n");
        }
        return new Fault(Kind.REPLY, status, lines.toString());
    }

    /** The call is not carried out; somebody else is said to have what it is about. */
    static Fault redirect(String address) {
        return reply(302, "Location: " + address);
    }

    /** The call is not carried out and never answered; the connection stays. */
    static Fault silence() {
        return new Fault(Kind.SILENCE, 0, "");
    }
}
