package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.compute.SeenPaths.Fate;
import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Takes the entries of a container's archives into the run directory, or refuses them with a reason: nothing that such an
 * archive says is trusted.
 */
final class Extraction {
    private static final String NOT_TEXT = "has a name that is not valid UTF-8; rename it in the script";

    private final int most;
    private final Refusals refusals;
    private final Admission admission;
    private final SeenPaths seen = new SeenPaths();
    private int odd;
    private int elsewhere;
    private long bytes;
    private boolean begun;
    private boolean crowded;

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
     * @param whereabouts says of a path that is left where it is how the user gets it, to be read after a reason
     * @param limit the size, in bytes, from which on an output is refused
     * @param most how many entries are taken, of which half may be no outputs
     */
    Extraction(RunDirectory directory, UnaryOperator<String> whereabouts, long limit, int most, Refusals refusals) {
        this.most = most;
        this.refusals = refusals;
        this.admission = new Admission(directory, whereabouts, limit, seen);
    }

    /** What became of a path so far. */
    Fate fate(String path) {
        return seen.fate(path);
    }

    /**
     * Whether a path that has not come yet is to be asked for by its name: it is in a folder that has come, and is none of the
     * project's files, which are here as they were.
     */
    boolean isWanted(String path) {
        return ArtifactPath.isSafe(path)
                && seen.fate(path) == Fate.UNSEEN
                && seen.fate(RunPath.parent(path)) == Fate.FOLDER
                && (RunPath.isOwn(path) || !admission.isHere(path));
    }

    /** How many bytes of files have come, or would have. */
    long bytes() {
        return bytes;
    }

    /** Whether something was refused because of its size, and should not be lost with the container. */
    boolean kept() {
        return admission.kept();
    }

    /** Takes note of a path that is not there, or is as it was. */
    void ignore(String path) {
        seen.add(path, Fate.REFUSED);
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

    /** Notes that a file was not sent because of its size. */
    void refuseLarge(String path, long size) throws IOException {
        seen.add(path, Fate.REFUSED);
        refusals.add(path, size, admission.tooLarge(path, size));
    }

    /** Notes that a file or folder was not sent since the script has taken the permission to read it. */
    void refuseClosed(String path) throws IOException {
        seen.add(path, Fate.REFUSED);
        admission.keep();
        refusals.add(path, 0, "cannot be read: no permission" + admission.stillThere(path));
    }

    /** Notes that there are more files than are taken. */
    void refuseRest() throws IOException {
        admission.keep();
        refusals.addOdd(
                "outputs",
                0,
                "is not complete: the run has left too many files, or too large ones" + admission.stillThere(""));
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
            bytes += entry.size();
            boolean below = closed != null && entry.name().shown().startsWith(closed);
            if (!below && take(tar, entry, place, again)) {
                continue;
            }
            if (crowded) {
                crowded = false;
                return Stop.CROWDED;
            }
            if (!below && entry.kind() == Kind.FOLDER) {
                closed = entry.name().shown() + "/";
            }
            passed += entry.size();
            if (passed > mayPass) {
                return Stop.LARGE;
            }
        }
        if (count == 0) {
            throw new IOException(TarReader.DAMAGED + "it holds nothing");
        }
        return Stop.END;
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            admission.begin();
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
        if (!RunPath.isOwn(path) && ++elsewhere > most / 2) {
            crowded = true;
            return false;
        }
        String refusal = admission.refusal(tar, entry, place, path);
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
}
