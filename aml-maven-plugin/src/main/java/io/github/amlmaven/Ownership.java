package io.github.amlmaven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whose a folder is, and who else can write there; of a system that does not tell it is assumed that nobody else can.
 *
 * @param ours whether it belongs to the user who runs this process
 * @param othersWrite whether its group or everybody can write there
 * @param sticky whether others, if they can write there, can add but not exchange what is there, as in {@code /tmp}
 */
public record Ownership(boolean ours, boolean othersWrite, boolean sticky) {
    private static final int GROUP_AND_OTHERS_WRITE = 0022;
    private static final int STICKY = 01000;

    /** What the system says of a folder that exists; of a link, what it says of the folder it leads to. */
    public static Ownership of(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return new Ownership(true, false, false);
        }
        int mode = (Integer) Files.getAttribute(folder, "unix:mode");
        return new Ownership(
                Files.getAttribute(folder, "unix:uid").equals(ourUid()),
                (mode & GROUP_AND_OTHERS_WRITE) != 0,
                (mode & STICKY) != 0);
    }

    /** How others could exchange or add what is in a folder, and what to do about it; empty when nobody can. */
    public static Optional<String> exposure(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Ownership ownership = of(folder);
        if (!ownership.ours) {
            return Optional.of(folder + " belongs to another user, who can exchange what is in it");
        }
        return ownership.othersWrite
                ? Optional.of("others can write to " + folder + " -> take that right from them: chmod go-w " + folder)
                : Optional.empty();
    }

    /** Whether somebody else can put another file or folder in the place of one that is there. */
    public boolean othersExchange() {
        return !ours || (othersWrite && !sticky);
    }

    /** The number of the user who runs this process; a name would have to be looked up and may be missing in a container. */
    public static Object ourUid() throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.exists(self)) {
            return Files.getAttribute(self, "unix:uid");
        }
        Path probe = Files.createTempFile("aml", null);
        try {
            return Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }
}
