package io.github.amlmaven.store;

import java.io.IOException;

/** Reads a file that somebody may still be writing, a few times. */
final class Steady {
    private static final int TRIES = 3;

    private Steady() {}

    static <T> T read(Uninterrupted.Work<T> reading) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return reading.begin();
            } catch (SourceException e) {
                if (i == TRIES || !e.isChanging()) {
                    throw e;
                }
            }
        }
    }
}
