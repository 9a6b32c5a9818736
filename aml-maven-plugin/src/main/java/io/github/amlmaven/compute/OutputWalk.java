package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.compute.Outputs.LeftOut;
import io.github.amlmaven.compute.Outputs.Output;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The walk over what a run has left: one folder open at a time, no link followed, every entry either listed or named. */
final class OutputWalk {
    /** A record is one object and at most 64 MiB; this leaves room for everything else that it says. */
    private static final long ROOM = 48L * 1024 * 1024;
    /** What an entry takes in the record beside its name. */
    private static final int ENTRY = 160;

    private static final int ESCAPED = 6;

    final List<Output> files = new ArrayList<>();
    final List<LeftOut> leftOut = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    /** The folders that kept files are in. */
    private final Set<String> folders = new HashSet<>();

    private final long limit;
    private long room = ROOM;
    private long unnamed;

    OutputWalk(long limit) {
        this.limit = limit;
    }

    /** A folder still to be listed; without a name, when its entries are named from below it. */
    private static final class Folder {
        final @Nullable Folder parent;
        final Path path;
        final @Nullable Object key;
        final String name;
        /** Whether its name, or that of a folder above, is a file's already. */
        final boolean taken;

        boolean noted;

        Folder(@Nullable Folder parent, Path path, @Nullable Object key, String name, boolean taken) {
            this.parent = parent;
            this.path = path;
            this.key = key;
            this.name = name;
            this.taken = taken;
        }

        String child(String entry) {
            return name.isEmpty() ? entry : name + "/" + entry;
        }
    }

    /** Adds every file below a folder; without a prefix its names are taken from below it. */
    void addTree(Path top, @Nullable String prefix) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(top, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        String name = prefix == null ? "" : prefix;
        if (!attributes.isDirectory()) {
            leave(prefix == null ? "uploads" : name, 0, "is not a folder any more");
            return;
        }
        addTree(top, attributes.fileKey(), name);
    }

    /** Adds every file below a folder that was seen with that key, under a name of at most two components. */
    void addTree(Path top, @Nullable Object key, String name) throws IOException {
        Deque<Folder> pending = new ArrayDeque<>();
        boolean taken = names.contains(name) || names.contains(RunPath.parent(name));
        pending.add(new Folder(null, top, key, name, taken));
        while (!pending.isEmpty()) {
            Folder folder = pending.remove();
            try (HeldFolder held = HeldFolder.open(folder.path, folder.key)) {
                for (Path entry : held.names()) {
                    add(held, entry, folder, pending);
                }
            } catch (IOException | DirectoryIteratorException e) {
                leaveFolder(folder, e);
            }
        }
    }

    private void leaveFolder(Folder folder, Exception failure) {
        String shown = folder.name.isEmpty() ? "uploads" : folder.name;
        leave(shown, 0, "cannot be listed: " + words(failure) + "; what is in it is not kept");
    }

    void addLog(RunDirectory directory, Path log, String name) throws IOException {
        if (names.contains(name)) {
            return; // taken already by a collection that was interrupted
        }
        if (directory.isIntact(log)) {
            BasicFileAttributes folder =
                    Files.readAttributes(log.resolveSibling("."), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            keep(new Output(new ArtifactPath(name), log, Files.size(log), folder.fileKey()));
        } else {
            leave(name, 0, "was removed or replaced by the script");
        }
        names.add(name);
    }

    /** A file that an intake had taken already. */
    void addTaken(ArtifactPath path, Path file, long size, @Nullable Object folderKey) {
        if (names.add(path.value())) {
            keep(new Output(path, file, size, folderKey));
            for (int end = path.value().indexOf('/');
                    end >= 0;
                    end = path.value().indexOf('/', end + 1)) {
                folders.add(path.value().substring(0, end));
            }
        }
    }

    /** Says how much was too much to be named. */
    void end() {
        if (unnamed > 0) {
            leftOut.add(new LeftOut(
                    "outputs",
                    0,
                    "holds " + unnamed + " entries more than one record can name; pack them into archives"));
        }
    }

    private void add(HeldFolder held, Path entry, Folder folder, Deque<Folder> pending) {
        EntryName entryName = EntryName.of(entry);
        BasicFileAttributes attributes;
        try {
            attributes = held.attributes(entry);
        } catch (IOException e) {
            leave(folder.child(entryName.shown()), 0, "cannot be read: " + words(e));
            return;
        }
        long size = attributes.isRegularFile() ? attributes.size() : 0;
        if (!entryName.isText()) {
            String inside = attributes.isDirectory() ? "; what is in it is not kept" : "";
            leaveAs(
                    ArtifactPath.printable(folder.name) + "/" + entryName.shown(),
                    size,
                    EntryName.whyNotText() + inside);
            return;
        }
        String name = folder.child(entryName.text());
        Path path = folder.path.resolve(entry);
        if (attributes.isDirectory()) {
            pending.add(new Folder(folder, path, attributes.fileKey(), name, folder.taken || names.contains(name)));
        } else if (attributes.isSymbolicLink()) {
            leave(name, 0, "is a link" + target(path));
        } else if (!attributes.isRegularFile()) {
            leave(name, 0, "is a pipe, socket or device");
        } else if (size >= limit) {
            leave(name, size, overTheLimit(limit, size));
        } else if (!Files.isReadable(path)) {
            leave(name, size, "cannot be read: no permission");
        } else if (!ArtifactPath.isSafe(name)) {
            leave(name, size, "has a name that is too long to keep");
        } else if (folder.taken || folders.contains(name) || names.contains(name)) {
            leave(name, size, "was uploaded under a name that is taken");
        } else if (keep(new Output(new ArtifactPath(name), path, size, folder.key))) {
            names.add(name);
            note(folder);
        }
    }

    static String overTheLimit(long limit, long size) {
        return "is not under the limit of " + limit + " bytes for one output; raise it with -Daml.outputSizeLimit="
                + (size + 1);
    }

    private void note(Folder folder) {
        for (Folder at = folder; at != null && !at.noted; at = at.parent) {
            at.noted = true;
            folders.add(at.name);
        }
    }

    private boolean keep(Output output) {
        if (!hasRoomFor(output.path().value())) {
            return false;
        }
        files.add(output);
        return true;
    }

    void leave(String name, long size, String reason) {
        leaveAs(ArtifactPath.printable(name), size, reason);
    }

    private void leaveAs(String shown, long size, String reason) {
        if (hasRoomFor(shown + reason)) {
            leftOut.add(new LeftOut(shown, size, reason));
        }
    }

    private boolean hasRoomFor(String text) {
        long needed = ENTRY;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            needed += c < ' ' ? ESCAPED : c < 0x80 && c != '"' && c != '\\' ? 1 : 3;
        }
        if (needed > room) {
            unnamed++;
            return false;
        }
        room -= needed;
        return true;
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static String target(Path link) {
        try {
            return " to " + ArtifactPath.printable(Files.readSymbolicLink(link).toString());
        } catch (IOException e) {
            return ""; // it is gone by now; that it was a link is what matters
        }
    }

    static String words(Exception failure) {
        if (failure instanceof NotDirectoryException) {
            return "it was exchanged for something else meanwhile";
        }
        Throwable cause = failure instanceof DirectoryIteratorException ? failure.getCause() : failure;
        String reason = cause instanceof FileSystemException known ? known.getReason() : null;
        return reason == null ? String.valueOf(cause) : reason;
    }
}
