package io.github.amlmaven.store;

import java.io.IOException;

/** An object that is not what it should be: gone, or of another size or SHA-256; {@code how} says it in words. */
public final class DamagedObjectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String how;

    DamagedObjectException(String name, String how) {
        super(name + ": " + how);
        this.how = how;
    }

    /** Such as {@code it is gone}. */
    public String how() {
        return how;
    }
}
