package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.compute.SeenPaths.Fate;
import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;

/**
 * Takes the entries of a container's archives into the run directory, or refuses them with a reason: nothing that such an
 * archive says is trusted.
 */
final class Extraction {
    /** From this size on a file that is no output is left where it is, whatever the limit for outputs. */
    private static final long LARGE = 512L * 1024 * 1024;

    private static final String NOT_TEXT = "has a name that is not valid UTF-8; rename it in the script";

    private final RunDirectory directory;
    private final String container;
    private final long limit;
    private final int most;
    private final Refusals refusals;
    private final Delivery delivery;
    private final SeenPaths seen = new SeenPaths();
    private int odd;
    private int elsewhere;
    private long bytes;
    private boolean begun;
    private boolean kept;

    /** Why an archive was not read on. */
    enum Stop {
        /** It was read to its end. */
        END,
        /** So much in it was refused that asking for the rest by its names is faster. */
        LARGE,
        /** There are too many files that are no outputs. */
        CROWDED,
        /** There are too many files. */
        FULL
    }

    /**
     * @param container as {@code docker cp} knows it
     * @param limit the size, in bytes, from which on an output is refused
     * @param most how many entries are taken, of which half may be no outputs
     */
    Extraction(RunDirectory directory, String container, long limit, int most, Refusals refusals) {
        this.directory = directory;
        this.container = container;
        this.limit = limit;
        this.most = most;
        this.refusals = refusals;
        this.delivery = new Delivery(directory);
    }

    /** What became of a path so far. */
    Fate fate(String path) {
        return seen.fate(path);
    }

    /** How many bytes of files have come, or would have. */
    long bytes() {
        return bytes;
    }

    /** Whether something was refused because of its size, and should not be lost with the container. */
    boolean kept() {
        return kept;
    }

    /** Notes that a path cannot be asked for. */
    void refuse(String path, String reason) throws IOException {
        seen.add(path, Fate.REFUSED);
        refusals.add(path, 0, reason);
    }

    /** There is no run folder in the container, or it is none. */
    void refuseAll(String reason) throws IOException {
        begin();
        refusals.addOdd("outputs", 0, "is not brought back: " + reason);
    }

    /** Notes that the run folder has more files beside its outputs than are taken. */
    void refuseOthers() throws IOException {
        refusals.add("", 0, "the run folder has more than " + most / 2 + " files and folders that are no outputs");
    }

    /** Notes that there are more files than are taken. */
    void refuseRest() throws IOException {
        kept = true;
        refusals.addOdd(
                "outputs", 0, "is not complete: the run has left too many files, or too large ones" + stillThere(""));
    }

    /**
     * Takes what an archive holds.
     *
     * @param base the path below the run folder that was asked for; empty: the run folder itself
     * @param mayPass how many bytes may be read without being used
     */
    Stop take(TarReader tar, String base, long mayPass) throws IOException {
        TarPlace place = new TarPlace(base);
        boolean again = begun && base.isEmpty();
        String closed = null;
        long passed = 0;
        int count = 0;
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            begin();
            if (++count > most || seen.count() + odd > most) {
                return Stop.FULL;
            }
            if (elsewhere > most / 2) {
                return Stop.CROWDED;
            }
            bytes += entry.size();
            boolean below = closed != null && entry.name().shown().startsWith(closed);
            if (!below && take(tar, entry, place, again)) {
                continue;
            }
            if (!below && entry.kind() == Kind.FOLDER) {
                closed = entry.name().shown() + "/";
            }
            passed += entry.size();
            if (passed > mayPass) {
                return Stop.LARGE;
            }
        }
        return Stop.END;
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            delivery.clear();
        }
    }

    /** Whether the entry was taken, or is as it was. */
    private boolean take(TarReader tar, TarEntry entry, TarPlace place, boolean again) throws IOException {
        String path = place.of(entry.name());
        String shown = place.shown(entry.name());
        if (path == null) {
            odd++;
            String reason = entry.name().text() == null ? NOT_TEXT : place.whyNot(entry.name());
            if (shown == null) {
                refusals.addOdd(entry.name().shown(), entry.size(), reason);
            } else {
                refusals.add(shown, entry.size(), reason);
            }
            return false;
        }
        Fate before = seen.fate(path);
        if (before != Fate.UNSEEN) {
            if (!again) {
                odd++;
                refusals.add(path, entry.size(), "is in the archive more than once; the first is kept");
            }
            return again && before != Fate.REFUSED;
        }
        String refusal = refusal(tar, entry, place, path);
        if (!isOwn(path)) {
            elsewhere++;
        }
        if (refusal == null) {
            seen.add(path, entry.kind() == Kind.FOLDER ? Fate.FOLDER : Fate.FILE);
            return true;
        }
        seen.add(path, Fate.REFUSED);
        if (path.isEmpty()) {
            refuseAll("/" + ContainerFiles.FOLDER + " " + refusal);
        } else if (!refusal.isEmpty()) {
            refusals.add(path, entry.size(), refusal);
        }
        return false;
    }

    /** Why an entry is not taken; null when it has been, empty when that is not worth a word. */
    private @Nullable String refusal(TarReader tar, TarEntry entry, TarPlace place, String path) throws IOException {
        if (path.isEmpty()) {
            return entry.kind() == Kind.FOLDER ? null : whatItIs(entry, place);
        }
        if (seen.fate(TarPlace.parent(path)) != Fate.FOLDER) {
            return "is in a folder that is none";
        }
        if (path.startsWith(RunDirectory.OURS)) {
            return "has a name that is the plugin's own";
        }
        if (entry.kind() != Kind.FOLDER && (path.equals("azureml-logs") || path.equals("azureml-setup"))) {
            return "is not a folder any more";
        }
        try {
            return switch (entry.kind()) {
                case FOLDER -> folder(path, entry);
                case FILE -> file(tar, entry, path);
                case HARD_LINK -> hardLink(entry, place, path);
                case LINK -> isUnchanged(path, entry) ? "" : whatItIs(entry, place);
                default -> whatItIs(entry, place);
            };
        } catch (InvalidPathException e) {
            return EntryName.whyNotText();
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

    private @Nullable String folder(String path, TarEntry entry) throws IOException {
        delivery.folder(path, entry.mode());
        return null;
    }

    private @Nullable String file(TarReader tar, TarEntry entry, String path) throws IOException {
        boolean output = Refusals.isOutput(path);
        long largest = output ? limit : Math.max(limit, LARGE);
        if (path.equals("azureml-logs/control_log.txt") || path.equals(Outputs.PREPARE_LOG)) {
            return ""; // written here
        }
        if (path.equals("azureml-logs/driver_log.txt")) {
            delivery.driverLog(entry, tar::content);
            return null;
        }
        if (entry.size() >= largest) {
            kept |= output;
            return OutputWalk.overTheLimit(largest, entry.size()) + stillThere(path);
        }
        if (output) {
            delivery.create(path, entry, tar::content);
        } else if (isOwn(path) || !delivery.holds(path, entry)) {
            delivery.replace(path, entry, tar::content);
        }
        return null;
    }

    private @Nullable String hardLink(TarEntry entry, TarPlace place, String path) throws IOException {
        String target = place.of(entry.target());
        if (target == null || seen.fate(target) != Fate.FILE) {
            return whatItIs(entry, place);
        }
        delivery.copy(target, path, entry, Refusals.isOutput(path) ? limit : Long.MAX_VALUE);
        return null;
    }

    private boolean isUnchanged(String path, TarEntry entry) throws IOException {
        String target = entry.target().text();
        return target != null && !Refusals.isOutput(path) && delivery.holdsLink(path, target);
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

    /** Whether a path is one that a run always has. */
    private static boolean isOwn(String path) {
        return path.isEmpty()
                || Refusals.isOutput(path)
                || path.startsWith("azureml-logs")
                || path.startsWith("azureml-setup");
    }

    private String stillThere(String path) {
        String shown = ArtifactPath.printable(container + ":/" + ContainerFiles.FOLDER + "/" + path);
        boolean plain = shown.matches("[A-Za-z0-9_./:@%+,=-]+");
        return "; it is still in the container: docker cp " + (plain ? shown : "'" + shown.replace("'", "'\\''") + "'")
                + " .";
    }
}
