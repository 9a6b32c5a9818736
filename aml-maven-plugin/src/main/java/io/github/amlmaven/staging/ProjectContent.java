package io.github.amlmaven.staging;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.staging.ProjectFile.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in a project's files; nothing is copied. */
public final class ProjectContent {
    private static final int BUFFER_BYTES = 128 * 1024;

    private final Path root;
    private final List<StagedFile> files;
    private final Map<String, FileStatus> seen;

    private ProjectContent(Path root, List<StagedFile> files, Map<String, FileStatus> seen) {
        this.root = root;
        this.files = List.copyOf(files);
        this.seen = seen;
    }

    /**
     * Reads every file of the tree once.
     *
     * @throws AmlException when a file changes or vanishes meanwhile
     */
    public static ProjectContent read(ProjectTree tree) throws IOException {
        MessageDigest sha256 = sha256();
        List<StagedFile> files = new ArrayList<>(tree.files().size());
        Map<String, FileStatus> seen = new HashMap<>();
        for (ProjectFile file : tree.files()) {
            String hash = file.kind() == Kind.FILE ? hash(tree.root(), file, sha256) : null;
            files.add(new StagedFile(
                    file.path(),
                    file.kind(),
                    file.mode(),
                    file.size(),
                    file.modifiedMillis(),
                    hash,
                    file.linkTarget()));
            seen.put(file.path(), file.status());
        }
        return new ProjectContent(tree.root(), files, seen);
    }

    /** The entries of the tree, each file with its SHA-256. */
    public List<StagedFile> files() {
        return files;
    }

    /**
     * Whether a path is now what it was when the tree was walked: nothing has happened to a file or link, and a folder is
     * still one. A path that was not there must not be there now.
     */
    public boolean isUntouched(String path) throws IOException {
        FileStatus before = seen.get(path);
        FileStatus now = statusOrNull(root.resolve(path));
        if (before == null || now == null) {
            return before == null && now == null;
        }
        return before.is(FileStatus.FOLDER) ? now.is(FileStatus.FOLDER) : now.isSame(before);
    }

    private static @Nullable FileStatus statusOrNull(Path path) throws IOException {
        try {
            return FileStatus.of(path);
        } catch (NoSuchFileException gone) {
            return null;
        } catch (FileSystemException notThere) {
            // Such as below what has become a file.
            return null;
        }
    }

    private static String hash(Path root, ProjectFile file, MessageDigest sha256) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try (SourceFolder folder = SourceFolder.open(root, file.folder());
                ReadableByteChannel in = folder.open(file.name())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer.array(), 0, n);
                buffer.clear();
            }
        } catch (FileSystemException unreachable) {
            throw changed(file, unreachable);
        }
        FileStatus after = statusOrNull(root.resolve(file.path()));
        if (after == null || !after.isSame(file.status())) {
            throw changed(file, null);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static AmlException changed(ProjectFile file, @Nullable Throwable cause) {
        String problem = Refusals.shown(file.path()) + " changed or vanished while the project was read";
        String remedy = "try again when nothing else writes to the project";
        return cause == null ? new AmlException(problem, remedy) : new AmlException(problem, remedy, cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
