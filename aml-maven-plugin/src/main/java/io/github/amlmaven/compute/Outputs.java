package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has left to be kept: the files of {@code outputs/}, its uploads and its logs.
 *
 * <p>Only regular files are taken. Links, pipes, devices and sockets are named and never followed or opened.
 *
 * @param files in the order of their paths
 * @param leftOut what is not kept, and why
 */
public record Outputs(List<Output> files, List<LeftOut> leftOut) {
    /**
     * A file to keep.
     *
     * @param path its name in the history, such as {@code outputs/model.pkl}
     * @param size in bytes
     */
    public record Output(ArtifactPath path, Path file, long size) {}

    /**
     * A file that is not kept.
     *
     * @param path its name, control characters escaped
     * @param size in bytes; 0 when it has none
     * @param reason in words, to be read after the name
     */
    public record LeftOut(String path, long size, String reason) {}

    /**
     * Lists what is there now, and reads no file.
     *
     * @param limit the size, in bytes, from which on an output is left out; logs have no limit
     */
    public static Outputs of(RunDirectory directory, long limit) throws IOException {
        Collector collector = new Collector(limit);
        collector.addLog(directory, directory.driverLog(), "azureml-logs/driver_log.txt");
        collector.addLog(directory, directory.controlLog(), "azureml-logs/control_log.txt");
        collector.addTree(directory.outputs(), "outputs");
        if (Collector.isFolder(directory.setup())) {
            collector.addTree(directory.uploads(), null);
        }
        collector.files.sort(Comparator.comparing(Output::path));
        collector.leftOut.sort(Comparator.comparing(LeftOut::path));
        return new Outputs(List.copyOf(collector.files), List.copyOf(collector.leftOut));
    }

    private static final class Collector {
        final List<Output> files = new ArrayList<>();
        final List<LeftOut> leftOut = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        /** The folders that the names are in. */
        private final Set<String> taken = new HashSet<>();

        private final long limit;

        Collector(long limit) {
            this.limit = limit;
        }

        /** Adds every file below a folder; without a prefix its names are taken from below it. */
        void addTree(Path top, @Nullable String prefix) {
            Deque<Path> folders = new ArrayDeque<>();
            if (!isFolder(top)) {
                if (Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
                    leftOut.add(new LeftOut(prefix == null ? "uploads" : prefix, 0, "is not a folder any more"));
                }
                return;
            }
            folders.add(top);
            while (!folders.isEmpty()) {
                Path folder = folders.remove();
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                    for (Path entry : entries) {
                        add(entry, name(top, prefix, entry), folders);
                    }
                } catch (IOException | DirectoryIteratorException e) {
                    leave(name(top, prefix, folder), 0, "cannot be listed: " + cause(e));
                }
            }
        }

        void addLog(RunDirectory directory, Path log, String name) throws IOException {
            add(name);
            if (directory.isIntact(log)) {
                files.add(new Output(new ArtifactPath(name), log, Files.size(log)));
            } else {
                leave(name, 0, "was removed or replaced by the script");
            }
        }

        /** Whether the name was free: neither a file's, nor a folder's, nor below a file. */
        private boolean add(String name) {
            for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
                if (names.contains(name.substring(0, end))) {
                    return false;
                }
            }
            if (taken.contains(name) || !names.add(name)) {
                return false;
            }
            for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
                taken.add(name.substring(0, end));
            }
            return true;
        }

        private void add(Path entry, String name, Deque<Path> folders) {
            BasicFileAttributes attributes;
            try {
                attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                leave(
                        name,
                        0,
                        name.indexOf('\ufffd') >= 0
                                ? "has a name that is not valid text here; set LC_ALL=C.UTF-8"
                                : "cannot be read: " + cause(e));
                return;
            }
            if (attributes.isDirectory()) {
                folders.add(entry);
            } else if (attributes.isSymbolicLink()) {
                leave(name, 0, "is a link" + target(entry));
            } else if (!attributes.isRegularFile()) {
                leave(name, 0, "is a pipe, socket or device");
            } else if (attributes.size() >= limit) {
                leave(
                        name,
                        attributes.size(),
                        "is not under the limit of " + limit
                                + " bytes for one output; raise it with -Daml.outputSizeLimit="
                                + (attributes.size() + 1));
            } else if (!Files.isReadable(entry)) {
                leave(name, attributes.size(), "cannot be read: no permission");
            } else if (!ArtifactPath.isSafe(name)) {
                leave(name, attributes.size(), "has a name that is too long to keep");
            } else if (!add(name)) {
                leave(name, attributes.size(), "was uploaded under a name that is taken");
            } else {
                files.add(new Output(new ArtifactPath(name), entry, attributes.size()));
            }
        }

        private void leave(String name, long size, String reason) {
            leftOut.add(
                    new LeftOut(ArtifactPath.isSafe(name) ? new ArtifactPath(name).toString() : name, size, reason));
        }

        private static String name(Path top, @Nullable String prefix, Path entry) {
            String relative = top.relativize(entry).toString();
            return prefix == null ? relative : prefix + (relative.isEmpty() ? "" : "/" + relative);
        }

        private static boolean isFolder(Path path) {
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        }

        private static String target(Path link) {
            try {
                return " to " + Files.readSymbolicLink(link);
            } catch (IOException e) {
                return ""; // it is gone by now; that it was a link is what matters
            }
        }

        private static String cause(Exception e) {
            Throwable cause = e instanceof DirectoryIteratorException && e.getCause() != null ? e.getCause() : e;
            return cause.getClass().getSimpleName();
        }
    }
}
