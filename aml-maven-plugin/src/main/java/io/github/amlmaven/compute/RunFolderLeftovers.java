package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Ownership;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The folders of runs in a user's runs folder. */
public final class RunFolderLeftovers implements Leftovers {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final RunsFolder runs;
    private final Pattern ours;
    private final SortedMap<String, Integer> others = new TreeMap<>();

    public RunFolderLeftovers(RunsFolder runs, ProjectId project) {
        this.runs = runs;
        this.ours = Pattern.compile(Pattern.quote(project.project()) + "_[0-9]{13}");
    }

    @Override
    public String place() {
        return runs.path().toString();
    }

    @Override
    public List<Leftover> list() throws IOException {
        others.clear();
        List<Leftover> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(runs.path())) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (ours.matcher(name).matches()) {
                    look(new RunDirectory(new RunId(name), entry)).ifPresent(found::add);
                } else if (RunId.isRunId(name) && isFolder(entry)) {
                    others.merge(name.substring(0, name.lastIndexOf('_')), 1, Integer::sum);
                }
            }
        }
        found.sort(Comparator.comparing(Leftover::name));
        return found;
    }

    /** How many folders of which other projects the last list has passed over. */
    public SortedMap<String, Integer> others() {
        return others;
    }

    @Override
    public Optional<Leftover> again(Leftover leftover) throws IOException {
        return look(((Leftover.Folder) leftover).directory());
    }

    private static Optional<Leftover> look(RunDirectory directory) throws IOException {
        Path root = directory.root();
        try {
            if (!isFolder(root) || !Ownership.of(root).ours() || !isMadeByUs(directory)) {
                return Optional.empty();
            }
            return Optional.of(new Leftover.Folder(
                    directory,
                    FolderSize.of(root),
                    touched(directory),
                    new Supervisor(directory).find().isPresent(),
                    isFolder(LaunchMark.of(directory).file())));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // removed by somebody else meanwhile
        }
    }

    /** A removal that was stopped at its end leaves an empty folder, in which nothing can be lost. */
    private static boolean isMadeByUs(RunDirectory directory) throws IOException {
        if (isFolder(directory.logs()) || isFolder(directory.setup())) {
            return true;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.root())) {
            return !entries.iterator().hasNext();
        }
    }

    /** A script changes files in it, and that does not show on the folder itself. */
    private static Instant touched(RunDirectory directory) throws IOException {
        Instant last = Instant.EPOCH;
        for (Path each : List.of(
                directory.root(),
                directory.outputs(),
                directory.logs(),
                directory.driverLog(),
                directory.setup(),
                directory.complete())) {
            if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
                Instant time = Files.getLastModifiedTime(each, LinkOption.NOFOLLOW_LINKS)
                        .toInstant();
                last = time.isAfter(last) ? time : last;
            }
        }
        return last;
    }

    @Override
    public void remove(Leftover leftover) throws IOException {
        RunDirectory directory = ((Leftover.Folder) leftover).directory();
        checkMounts(directory);
        try {
            removeInOrder(directory);
        } catch (IOException e) {
            if (isFolder(directory.root())) {
                throw new AmlException(
                        e instanceof AccessDeniedException denied
                                ? "no permission to remove " + denied.getFile()
                                : String.valueOf(e.getMessage()),
                        "see whose it is (ls -ln), and remove it yourself: sudo rm -r " + directory.root(),
                        e);
            }
        }
    }

    /** The last two are those by which the folder is known as ours, should this be stopped, or something stay. */
    private static void removeInOrder(RunDirectory directory) throws IOException {
        Path setup = directory.root().relativize(directory.setup());
        Path logs = directory.root().relativize(directory.logs());
        FolderRemoval.removeAllBut(directory.root(), Set.of(setup, logs));
        FolderRemoval.removeAllBut(directory.root(), Set.of(setup));
        directory.delete();
    }

    /** What is mounted in there is not the run's. */
    private static void checkMounts(RunDirectory directory) throws IOException {
        if (!Files.exists(MOUNTS)) {
            return;
        }
        Optional<String> mounted = mountIn(directory.run(), Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1));
        if (mounted.isPresent()) {
            throw new AmlException(
                    "a file system is mounted in the run folder: " + mounted.get(),
                    "unmount it, then try again: sudo umount " + mounted.get());
        }
    }

    /** A run's id is part of no other path. */
    static Optional<String> mountIn(RunId run, List<String> mounts) {
        return mounts.stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 4 && fields[4].contains("/" + run + "/"))
                .map(fields -> fields[4])
                .findFirst();
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
