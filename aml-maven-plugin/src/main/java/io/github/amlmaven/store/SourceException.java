package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that cannot be taken in for a reason of its own: it keeps changing, is gone, may not be read, or is no regular
 * file.
 *
 * <p>The store is well, so the caller may leave this one file out and go on; {@code getFile} is the file and
 * {@code getReason} the words for a record. The file is where it was.
 */
public final class SourceException extends FileSystemException {
    static final String CHANGING = "kept changing while it was read";

    private static final long serialVersionUID = 1L;

    SourceException(Path source, String reason) {
        super(source.toString(), null, reason);
    }

    /** Whether somebody was writing it, so that another look may find it at rest. */
    boolean isChanging() {
        return CHANGING.equals(getReason());
    }

    /** What a failure to look at, open or read the source means for it. */
    static SourceException of(Path source, IOException failure) {
        SourceException words = new SourceException(source, reason(failure));
        words.initCause(failure);
        return words;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "vanished while it was collected";
        }
        if (failure instanceof AccessDeniedException) {
            return "cannot be read: no permission";
        }
        String words = failure instanceof FileSystemException known ? known.getReason() : failure.getMessage();
        return "cannot be read: " + words;
    }

    /** {@code /run/outputs/model.pkl kept changing while it was read}. */
    @Override
    public String getMessage() {
        return getFile() + " " + getReason();
    }
}
