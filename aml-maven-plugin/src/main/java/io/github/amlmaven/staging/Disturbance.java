package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what has happened to a file of a project between the scan and the copy.
 *
 * @param tree the project as the scan found it
 */
record Disturbance(ProjectTree tree) {

    AmlException of(String path, String what) {
        return new AmlException(
                Refusals.shown(path) + " " + what + " while the project was copied",
                "run again when nothing else writes to the project, or "
                        + Refusals.leaveOut(tree.ignoreFiles(), List.of(IgnoreLine.of(path, false))));
    }

    /** The status of a file after it was read, which must still be a file. */
    FileStatus statusOf(String path) throws IOException {
        FileStatus status;
        try {
            status = FileStatus.of(tree.root().resolve(path));
        } catch (FileSystemException failure) {
            throw explained(path, FileStatus.FILE, failure);
        }
        if (!status.is(FileStatus.FILE)) {
            throw of(path, "has become " + status.type());
        }
        return status;
    }

    /** A failure to open a path, as the user can mend it, or as it is when nothing on the way to the path has changed. */
    IOException explained(String path, int type, IOException failure) throws IOException {
        for (int end = path.isEmpty() ? -1 : nextEnd(path, 0); end >= 0; end = nextEnd(path, end + 1)) {
            String part = path.substring(0, end);
            FileStatus status;
            try {
                status = FileStatus.of(tree.root().resolve(part));
            } catch (NoSuchFileException gone) {
                throw of(part, "has vanished");
            }
            if (!status.is(end == path.length() ? type : FileStatus.FOLDER)) {
                throw of(part, "has become " + status.type());
            }
        }
        if (failure instanceof AccessDeniedException) {
            throw of(path, "has become unreadable (permission denied)");
        }
        // Away, or a link, when it was opened, and back again by now.
        boolean passing = failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || String.valueOf(failure.getMessage()).contains("symbolic link");
        if (passing) {
            throw of(path, "kept changing");
        }
        return failure;
    }

    /** The named pipe that now stands for a path or one of the folders it is in, if there is one. */
    @Nullable
    String pipeOnTheWay(String path) {
        for (int end = nextEnd(path, 0); end >= 0; end = nextEnd(path, end + 1)) {
            String part = path.substring(0, end);
            try {
                if (FileStatus.of(tree.root().resolve(part)).is(FileStatus.FIFO)) {
                    return part;
                }
            } catch (IOException gone) {
                return null; // the thread that opens it meets the same
            }
        }
        return null;
    }

    /** Where the component that begins at an index ends; -1 when there is no further component. */
    private static int nextEnd(String path, int start) {
        if (start >= path.length()) {
            return -1;
        }
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }
}
