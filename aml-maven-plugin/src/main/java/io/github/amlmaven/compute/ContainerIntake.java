package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.NotFoundException;
import io.github.amlmaven.compute.Extraction.Stop;
import io.github.amlmaven.compute.SeenPaths.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches the run folder out of a container: in one archive, unless there is something in it that is too large to be
 * fetched, and too large to be read past; then the rest by its names.
 */
final class ContainerIntake {
    private static final String ROOT = "/" + ContainerFiles.FOLDER;
    /** So many bytes are read past before anything is done about it. */
    private static final long FREE = 64L * 1024 * 1024;
    /** What comes in the time that one question more takes. */
    private static final long PER_QUESTION = 8L * 1024 * 1024;

    /** Some minutes; more is asked by nobody who wants an end. */
    private static final int MOST_QUESTIONS = 20_000;

    private static final char NO_TEXT = '\uFFFD';

    private final ContainerArchive archive;
    private final Extraction extraction;
    private int questions;
    private boolean crowded;

    ContainerIntake(ContainerArchive archive, Extraction extraction) {
        this.archive = archive;
        this.extraction = extraction;
    }

    /** @throws NotFoundException when there is no run folder, or no container */
    void fetch() throws IOException {
        Stop stop = fetch("", FREE);
        if (stop == Stop.LARGE) {
            long worth = Math.min(pending().count, MOST_QUESTIONS) * PER_QUESTION;
            if (extraction.bytes() <= worth) {
                stop = fetch("", worth);
            }
        }
        stop = finish(stop);
        if (stop == Stop.CROWDED) {
            extraction.refuseOthers();
            crowded = true;
            stop = finish(fetchEach(List.of(RunPath.LOGS, RunPath.SETUP, RunPath.OUTPUTS)));
        }
        if (stop != Stop.END) {
            extraction.refuseRest();
        }
    }

    private Stop finish(Stop begun) throws IOException {
        Stop stop = begun;
        while (stop == Stop.LARGE) {
            stop = fetchEach(pending().first);
        }
        return stop;
    }

    private Stop fetchEach(List<String> paths) throws IOException {
        Stop all = Stop.END;
        for (String path : paths) {
            if (extraction.fate(path) != Fate.UNSEEN) {
                continue;
            }
            if (++questions > MOST_QUESTIONS) {
                return Stop.FULL;
            }
            Stop stop = ask(path);
            if (stop == Stop.FULL || stop == Stop.CROWDED) {
                return stop;
            }
            all = stop == Stop.LARGE ? stop : all;
        }
        return all;
    }

    private Stop ask(String path) throws IOException {
        try {
            return fetch(path, PER_QUESTION);
        } catch (NotFoundException e) {
            // One that the script has removed from the image, or one that the engine could not name.
            if (path.indexOf(NO_TEXT) >= 0) {
                extraction.refuse(path, "has a name that is not valid UTF-8; rename it in the script");
            }
            extraction.ignore(path);
            return Stop.END;
        }
    }

    private Stop fetch(String path, long mayPass) throws IOException {
        return archive.get(
                path.isEmpty() ? ROOT : ROOT + "/" + path, in -> extraction.take(new TarReader(in), path, mayPass));
    }

    /** What is not known yet, and is in a folder that is: the first paths, and how many they are. */
    private static final class Pending {
        final List<String> first = new ArrayList<>();
        long count;
    }

    private Pending pending() throws IOException {
        return archive.changes(in -> {
            Pending pending = new Pending();
            ContainerChanges.read(in, changed -> {
                String path = changed.startsWith(ROOT + "/") ? changed.substring(ROOT.length() + 1) : "";
                if (extraction.isWanted(path) && (!crowded || RunPath.isOwn(path))) {
                    pending.count++;
                    if (pending.first.size() < MOST_QUESTIONS) {
                        pending.first.add(path);
                    }
                }
            });
            return pending;
        });
    }
}
