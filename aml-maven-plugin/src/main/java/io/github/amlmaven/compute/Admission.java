package io.github.amlmaven.compute;

import io.github.amlmaven.DiskException;
import io.github.amlmaven.compute.SeenPaths.Fate;
import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets the entries of an archive into the run directory, or says why not. */
final class Admission {
    /** From this size on a file that is no output is left where it is, whatever the limit for outputs. */
    private static final long LARGE = 512L * 1024 * 1024;

    private final RunDirectory directory;
    private final UnaryOperator<String> whereabouts;
    private final long limit;
    private final SeenPaths seen;
    private final Delivery delivery;
    private boolean kept;

    /**
     * @param whereabouts says of a path that is left where it is how the user gets it, to be read after a reason
     * @param limit the size, in bytes, from which on an output is refused
     * @param seen what was let in so far, and what was not
     */
    Admission(RunDirectory directory, UnaryOperator<String> whereabouts, long limit, SeenPaths seen) {
        this.directory = directory;
        this.whereabouts = whereabouts;
        this.limit = limit;
        this.seen = seen;
        this.delivery = new Delivery(directory);
    }

    /** Removes what the project had brought where outputs are: the script may have removed it. */
    void begin() throws IOException {
        delivery.clear();
    }

    /** Whether there is a file of that name here. */
    boolean isHere(String path) {
        try {
            return Files.isRegularFile(directory.root().resolve(path), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Whether something was refused because of its size, and should not be lost with the container. */
    boolean kept() {
        return kept;
    }

    /** Why an entry is not taken; null when it has been, empty when that is not worth a word. */
    @Nullable
    String refusal(TarReader tar, TarEntry entry, TarPlace place, String path) throws IOException {
        if (path.isEmpty()) {
            return entry.kind() == Kind.FOLDER ? null : whatItIs(entry, place);
        }
        if (seen.fate(RunPath.parent(path)) != Fate.FOLDER) {
            return "is in a folder that is none";
        }
        if (path.startsWith(RunDirectory.OURS)) {
            return "has a name that is the plugin's own";
        }
        if (entry.kind() != Kind.FOLDER && (path.equals(RunPath.LOGS) || path.equals(RunPath.SETUP))) {
            return "is not a folder any more";
        }
        if (entry.kind() == Kind.FOLDER && isLog(path)) {
            return "is not a file any more";
        }
        try {
            return switch (entry.kind()) {
                case FOLDER -> folder(path, entry);
                case FILE -> file(tar::content, entry, path);
                case HARD_LINK -> hardLink(entry, place, path);
                case LINK -> isUnchanged(path, entry) ? "" : whatItIs(entry, place);
                default -> whatItIs(entry, place);
            };
        } catch (InvalidPathException e) {
            return EntryName.whyNotText();
        } catch (FileAlreadyExistsException e) {
            return "has a name that this computer does not tell from that of another file";
        } catch (FileSystemException e) {
            IOException explained = DiskException.of(e, directory.root(), entry.size(), Delivery.ELSEWHERE);
            if (explained instanceof DiskException) {
                throw explained;
            }
            return "cannot be written here: " + OutputWalk.words(e);
        } catch (IOException e) {
            throw DiskException.of(e, directory.root(), entry.size(), Delivery.ELSEWHERE);
        }
    }

    private static boolean isLog(String path) {
        return path.equals(RunPath.DRIVER_LOG) || isWrittenHere(path);
    }

    private static boolean isWrittenHere(String path) {
        return path.equals(RunPath.CONTROL_LOG) || path.equals(Outputs.PREPARE_LOG);
    }

    private @Nullable String folder(String path, TarEntry entry) throws IOException {
        delivery.folder(path, entry.mode());
        return null;
    }

    private @Nullable String file(Delivery.Content content, TarEntry entry, String path) throws IOException {
        boolean output = RunPath.isOutput(path);
        long largest = output ? limit : Math.max(limit, LARGE);
        if (isWrittenHere(path)) {
            return "";
        }
        if (path.equals(RunPath.DRIVER_LOG)) {
            return driverLog(content, entry);
        }
        if (entry.size() >= largest) {
            return tooLarge(path, entry.size());
        }
        if (output) {
            delivery.create(path, entry, content);
        } else if (RunPath.isOwn(path) || !delivery.holds(path, entry)) {
            delivery.replace(path, entry, content);
        }
        return null;
    }

    /** Why a file of such a size is not taken. */
    String tooLarge(String path, long size) {
        boolean output = RunPath.isOutput(path);
        kept |= output;
        return OutputWalk.overTheLimit(output ? limit : Math.max(limit, LARGE), size) + stillThere(path);
    }

    /** A log has no limit but the disk, which a log of a terabyte of nothing must not keep us from bringing back the rest. */
    private @Nullable String driverLog(Delivery.Content content, TarEntry entry) throws IOException {
        try {
            delivery.requireSpaceForLog(entry);
        } catch (DiskException e) {
            kept = true;
            return "is not brought up to date: " + e.problem() + stillThere(RunPath.DRIVER_LOG);
        }
        delivery.driverLog(entry, content);
        return null;
    }

    /** Another name of a file is a file of its own here, as in a run folder that is shared. */
    private @Nullable String hardLink(TarEntry entry, TarPlace place, String path) throws IOException {
        String target = place.of(entry.target());
        if (target == null || seen.fate(target) != Fate.FILE) {
            return whatItIs(entry, place);
        }
        try (FileChannel file = delivery.open(target)) {
            TarEntry whole = new TarEntry(
                    Kind.FILE, entry.name(), delivery.size(target), entry.mode(), entry.modified(), entry.target());
            return file(Delivery.contentOf(file), whole, path);
        }
    }

    private boolean isUnchanged(String path, TarEntry entry) throws IOException {
        String target = entry.target().text();
        return target != null && !RunPath.isOutput(path) && delivery.holdsLink(path, target);
    }

    private static String whatItIs(TarEntry entry, TarPlace place) {
        return switch (entry.kind()) {
            case FILE, FOLDER -> "is not a folder any more";
            case LINK -> "is a link to " + entry.target().shown();
            case HARD_LINK -> {
                String shown = place.shown(entry.target());
                yield "is a link to " + (shown == null ? entry.target().shown() : shown);
            }
            case SPECIAL -> "is a pipe, socket or device";
            case UNKNOWN -> "is of a kind that is not brought back";
        };
    }

    /** Notes that something is left that should not be lost with the container. */
    void keep() {
        kept = true;
    }

    /** To be read after a reason. */
    String stillThere(String path) {
        return whereabouts.apply(path);
    }
}
