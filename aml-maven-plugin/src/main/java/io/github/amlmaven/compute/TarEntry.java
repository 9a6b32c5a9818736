package io.github.amlmaven.compute;

/**
 * What a tar says of one file or folder. Of an archive that was read, nothing in it is to be trusted.
 *
 * @param name with {@code /} between its components, and without one at the end
 * @param size the bytes of its content, which follow
 * @param mode the permissions, at most 0777
 * @param modified in seconds since 1970
 * @param target what a link leads to; else empty
 */
record TarEntry(Kind kind, TarName name, long size, int mode, long modified, TarName target) {
    /** What can be in a tar. */
    enum Kind {
        FILE,
        FOLDER,
        /** A link, to wherever it says. */
        LINK,
        /** Another name of a file that came before. */
        HARD_LINK,
        /** A pipe or a device. */
        SPECIAL,
        /** Nothing that an engine sends. */
        UNKNOWN
    }

    /** The entry of a folder's or file's own making. */
    static TarEntry of(Kind kind, String name, long size, int mode, long modified) {
        return new TarEntry(kind, TarName.of(name), size, mode, modified, TarName.of(""));
    }
}
