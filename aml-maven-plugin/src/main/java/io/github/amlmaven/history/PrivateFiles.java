package io.github.amlmaven.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;

/** Files and folders of this computer that are for their owner only from the moment they are made. */
final class PrivateFiles {
    private PrivateFiles() {}

    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode(folder, "rwx------"));
        }
    }

    /** A name in a folder that nothing has. */
    static Path unusedName(Path folder) {
        return folder.resolve(
                ".aml-tmp-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
