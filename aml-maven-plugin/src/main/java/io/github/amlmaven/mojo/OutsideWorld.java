package io.github.amlmaven.mojo;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.store.StoreAwayException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Says in words what Java says by the name of an exception. */
final class OutsideWorld {
    private static final String ELSEWHERE =
            "-Daml.store, -Daml.outboxFolder, -Daml.journalFolder, -Daml.runsFolder or -Daml.destination, whichever names a"
                    + " folder there";

    private OutsideWorld() {}

    /** Problem and remedy. */
    static String words(IOException failure) {
        if (failure instanceof StoreAwayException away) {
            return away.problem() + "\n-> " + away.remedy();
        }
        IOException explained = DiskException.of(failure, Path.of(""), -1, ELSEWHERE);
        if (explained instanceof DiskException disk) {
            return disk.problem() + "\n-> " + disk.remedy();
        }
        if (failure instanceof InterruptedIOException || failure instanceof ClosedByInterruptException) {
            return "interrupted before it was done\n-> run the same command again";
        }
        return problem(failure)
                + "\n-> mend that, or choose another place: -Daml.store, -Daml.outboxFolder, -Daml.journalFolder,"
                + " -Daml.runsFolder and -Daml.destination name folders; mvn -e shows where it was wanted";
    }

    /** Problem and remedy of any failure. */
    static String reason(Exception failure) {
        return failure instanceof IOException outside ? words(outside) : String.valueOf(failure.getMessage());
    }

    private static String problem(IOException failure) {
        if (!(failure instanceof FileSystemException file)) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission for " + file.getFile();
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no " + file.getFile() + ", and it cannot be made";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return file.getFile() + " is there already, and is not the folder that is needed";
        }
        return file.getFile() + ": " + file.getReason();
    }
}
