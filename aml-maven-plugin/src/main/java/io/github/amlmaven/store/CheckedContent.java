package io.github.amlmaven.store;

import java.security.MessageDigest;

/** Compares the bytes of an object, as they come, with what they should be. */
final class CheckedContent {
    private final StoredFile expected;
    private final MessageDigest digest = Sha256.start();
    private long size;

    CheckedContent(StoredFile expected) {
        this.expected = expected;
    }

    /** Takes the next bytes. */
    void update(byte[] bytes, int length) throws DamagedObjectException {
        size += length;
        if (size > expected.size()) {
            throw new DamagedObjectException(expected.name(), "it is longer than " + expected.size() + " bytes");
        }
        digest.update(bytes, 0, length);
    }

    /** To be called after the last bytes. */
    void finish() throws DamagedObjectException {
        String sha256 = Sha256.finish(digest);
        if (size != expected.size() || !sha256.equals(expected.sha256())) {
            throw new DamagedObjectException(
                    expected.name(),
                    size + " bytes with SHA-256 " + sha256 + " instead of " + expected.size() + " with "
                            + expected.sha256());
        }
    }
}
