package io.github.amlmaven.compute;

import java.io.IOException;

/** A script on another computer that ended with another exit code than 0. */
final class RemoteException extends IOException {
    /** The exit code of {@code aml_fail}: what was printed is meant for the user. */
    static final int TOLD = 9;

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String words;

    RemoteException(String doing, SshAddress address, int code, String words) {
        super(address + " says, while " + doing + ": " + (words.isEmpty() ? "exit code " + code : words));
        this.code = code;
        this.words = words;
    }

    int code() {
        return code;
    }

    /** What it printed to its standard error. */
    String words() {
        return words;
    }
}
