package io.github.amlmaven.config;

/** A file in which nothing can be read, because of one mistake. */
final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Mistake mistake;

    UnreadableFileException(Place place, String what, String remedy) {
        super(what);
        this.mistake = new Mistake(place, what, remedy);
    }

    Mistake mistake() {
        return mistake;
    }
}
