package io.github.amlmaven;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A disk that refuses whatever the file: full, out of quota, read-only, failing, or no more files may be open.
 *
 * <p>The message is a problem for the user, with the file, and with the bytes needed and free where they are known. This is
 * the one class that knows the words in which systems refuse. In another language than English a full and a read-only disk
 * are still told by what the disk says of itself.
 */
public final class DiskException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** The ways to refuse, by the texts of the C libraries. */
    private enum Fault {
        FULL("no space left", "no space left"),
        QUOTA("quota exceeded", "quota exceeded"),
        READ_ONLY("read-only file system", "read-only filesystem"),
        TOO_LARGE("file too large", "file too large"),
        FILE_HANDLES("too many open files", "no file descriptors available"),
        DEVICE("input/output error", "i/o error");

        private final String glibc;
        private final String musl;

        Fault(String glibc, String musl) {
            this.glibc = glibc;
            this.musl = musl;
        }
    }

    private DiskException(String file, String problem, String remedy, @Nullable IOException cause) {
        super(file, null, problem);
        this.remedy = remedy;
        if (cause != null) {
            initCause(cause);
        }
    }

    /**
     * The failure in words if it is one of the disk, else the failure itself.
     *
     * @param place the file or folder at fault, when the failure does not name one
     * @param needed bytes that are to be written; negative when nothing is written or it is not known
     * @param elsewhere how to choose another place, such as {@code -Daml.store=<folder>}
     */
    public static IOException of(IOException failure, Path place, long needed, String elsewhere) {
        if (failure instanceof DiskException) {
            return failure;
        }
        String named = failure instanceof FileSystemException known ? known.getFile() : null;
        String file = named == null ? place.toString() : named;
        FreeSpace space = FreeSpace.at(Path.of(file));
        Fault fault = fault(failure, space, needed);
        return fault == null
                ? failure
                : new DiskException(file, problem(fault, space, needed), remedy(fault, elsewhere), failure);
    }

    /**
     * Does nothing unless it is certain that the bytes do not fit; a disk that compresses, or does not say what is left, is
     * given a try.
     *
     * @param place where they are to be written; need not exist
     * @param elsewhere as in {@link #of}
     */
    public static void requireSpace(Path place, long needed, String elsewhere) throws DiskException {
        FreeSpace space = FreeSpace.at(place);
        if (space.isShortOf(needed)) {
            throw new DiskException(
                    place.toString(), problem(Fault.FULL, space, needed), remedy(Fault.FULL, elsewhere), null);
        }
    }

    /** What is wrong. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }

    private static @Nullable Fault fault(IOException failure, FreeSpace space, long needed) {
        String text = String.valueOf(
                        failure instanceof FileSystemException known ? known.getReason() : failure.getMessage())
                .toLowerCase(Locale.ROOT);
        for (Fault fault : Fault.values()) {
            if (text.contains(fault.glibc) || text.contains(fault.musl)) {
                return fault;
            }
        }
        if (needed < 0 || isOneOfItsOwn(failure)) {
            return null;
        }
        if (space.isKnown() && space.bytes() == 0) {
            return Fault.FULL;
        }
        return space.isReadOnly() ? Fault.READ_ONLY : null;
    }

    /** Java has types of its own for what is the matter with one file. */
    private static boolean isOneOfItsOwn(IOException failure) {
        return failure.getClass() != FileSystemException.class && failure.getClass() != IOException.class;
    }

    private static String problem(Fault fault, FreeSpace space, long needed) {
        String amount = needed < 0 ? "" : bytes(needed) + " needed, ";
        return switch (fault) {
            case FULL ->
                "no space left on the disk: " + amount + bytes(space.bytes()) + " free"
                        + (space.bytes() > Math.max(needed, 0) ? ", so the number of files is used up" : "");
            case QUOTA -> "your disk quota is used up: " + amount + bytes(space.bytes()) + " free on the disk";
            case READ_ONLY -> "the file system is read-only";
            case TOO_LARGE ->
                "the file is larger than the file system or this process may have it"
                        + (needed < 0 ? "" : ": " + bytes(needed) + " needed");
            case FILE_HANDLES -> "too many files are open in this process";
            case DEVICE -> "the disk fails to read or write (Input/output error)";
        };
    }

    private static String remedy(Fault fault, String elsewhere) {
        String other = "choose another place with " + elsewhere;
        return switch (fault) {
            case FULL, QUOTA -> "free space there, or " + other;
            case READ_ONLY -> "make it writable (mount -o remount,rw), or " + other;
            case TOO_LARGE -> "raise the limit that ulimit -f shows, or " + other;
            case FILE_HANDLES -> "allow more with ulimit -n 4096 before Maven is started";
            case DEVICE -> "see what the system says of the disk (dmesg), and " + other;
        };
    }

    private static String bytes(long number) {
        return number == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", number);
    }
}
