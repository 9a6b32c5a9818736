package io.github.amlmaven.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which files of the project two runs did not get alike, and in which lines.
 *
 * <p>Two contents at most are in memory at a time, of 1 MiB at most; all diffs together have about 16 MiB at most, those
 * beyond are {@code too large}.
 */
public final class CodeDifference {
    private static final long ALL_TOGETHER = 16L * 1024 * 1024;
    private static final byte[] NOTHING = {};

    private final ProjectSnapshot from;
    private final ProjectSnapshot to;
    private long room = ALL_TOGETHER;

    private CodeDifference(ProjectSnapshot from, ProjectSnapshot to) {
        this.from = from;
        this.to = to;
    }

    /** All changes with their diffs, in the order of the paths; none for snapshots that are the same. */
    public static List<FileChange> between(ProjectSnapshot from, ProjectSnapshot to) throws IOException {
        return new CodeDifference(from, to).changes(true);
    }

    /** As {@link #between}, without the diffs: no content is read. */
    public static List<FileChange> namesBetween(ProjectSnapshot from, ProjectSnapshot to) throws IOException {
        return new CodeDifference(from, to).changes(false);
    }

    private List<FileChange> changes(boolean withDiffs) throws IOException {
        if (from.id().equals(to.id())) {
            return List.of();
        }
        Map<String, SnapshotFile> before = byPath(from);
        Map<String, SnapshotFile> after = byPath(to);
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<FileChange> changes = new ArrayList<>();
        for (String path : paths) {
            SnapshotFile old = before.get(path);
            SnapshotFile now = after.get(path);
            String change = change(old, now);
            if (change != null) {
                changes.add(withDiffs ? diff(path, change, old, now) : new FileChange(path, change, null, null));
            }
        }
        return changes;
    }

    /** A folder with files in it goes without saying. */
    private static Map<String, SnapshotFile> byPath(ProjectSnapshot snapshot) {
        Map<String, SnapshotFile> files = new TreeMap<>();
        for (SnapshotFile file : snapshot.files()) {
            files.put(isFolder(file) ? file.path() + "/" : file.path(), file);
        }
        for (SnapshotFile file : snapshot.files()) {
            for (int slash = file.path().lastIndexOf('/');
                    slash > 0;
                    slash = file.path().lastIndexOf('/', slash - 1)) {
                files.remove(file.path().substring(0, slash + 1));
            }
        }
        return files;
    }

    private static @Nullable String change(@Nullable SnapshotFile old, @Nullable SnapshotFile now) {
        if (old == null) {
            return FileChange.ADDED;
        }
        if (now == null) {
            return FileChange.REMOVED;
        }
        if (old.equals(now)) {
            return null;
        }
        return isSameContent(old, now) ? FileChange.MODE : FileChange.CHANGED;
    }

    private static boolean isSameContent(SnapshotFile old, SnapshotFile now) {
        return old.equals(
                new SnapshotFile(now.path(), now.kind(), old.mode(), now.size(), now.sha256(), now.linkTarget()));
    }

    private FileChange diff(String path, String change, @Nullable SnapshotFile old, @Nullable SnapshotFile now)
            throws IOException {
        if (path.endsWith("/")) {
            return new FileChange(path, change, old != null && now != null ? modes(old, now) : null, null);
        }
        String modes = old != null && now != null ? modes(old, now) : "";
        if (change.equals(FileChange.MODE)) {
            return new FileChange(path, change, modes, null);
        }
        if (size(old) > LineDiff.LARGEST || size(now) > LineDiff.LARGEST || room <= 0) {
            return new FileChange(path, change, null, "too large");
        }
        byte[] before = content(from, old);
        byte[] after = content(to, now);
        if (LineDiff.isBinary(before) || LineDiff.isBinary(after)) {
            return new FileChange(path, change, null, "binary");
        }
        String diff = modes + LineDiff.of(before, after);
        room -= diff.length();
        return new FileChange(path, change, diff, null);
    }

    private static String modes(SnapshotFile old, SnapshotFile now) {
        return old.mode() == now.mode()
                ? ""
                : "old mode " + Integer.toOctalString(old.mode()) + "\nnew mode " + Integer.toOctalString(now.mode())
                        + "\n";
    }

    private static long size(@Nullable SnapshotFile file) {
        return file == null ? 0 : file.size();
    }

    /** Of a link its text, as git has it. */
    private static byte[] content(ProjectSnapshot snapshot, @Nullable SnapshotFile file) throws IOException {
        if (file == null) {
            return NOTHING;
        }
        String link = file.linkTarget();
        return link == null ? snapshot.read(file) : link.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isFolder(SnapshotFile file) {
        return file.kind().equals(SnapshotFile.FOLDER);
    }
}
