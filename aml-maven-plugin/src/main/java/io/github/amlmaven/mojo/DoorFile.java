package io.github.amlmaven.mojo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A page that forwards a browser to an address with a key. The key is not on a command line, where other users of the
 * computer would see it, and the file is for its owner only.
 */
record DoorFile(Path file) {
    /** @param folder made when it is not there; a browser in a box of its own may see no other places than the user's own */
    static DoorFile write(Path folder, String address) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        // On Windows the folder for temporary files is the user's own, which the project's need not be.
        Path file = posix
                ? Files.createTempFile(Files.createDirectories(folder), "ui-", ".html", mode())
                : Files.createTempFile("aml-ui-", ".html");
        Files.writeString(
                file,
                "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>aml</title>"
                        + "<meta name=\"referrer\" content=\"no-referrer\">"
                        + "<meta http-equiv=\"refresh\" content=\"0;url=" + address + "\"></html>\n");
        return new DoorFile(file);
    }

    private static FileAttribute<?> mode() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
