package io.github.amlmaven.staging;

import io.github.amlmaven.staging.ProjectFile.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one walk over a project: it never enters an ignored folder, follows no link, opens nothing but folders and ignore
 * files, and has one of them open at a time.
 */
final class TreeWalk {
    private static final int READABLE_BY_ALL = 0444;

    /** A folder still to be listed, with the rules in force above it. */
    private record Pending(Path folder, String path, IgnoreLayer rules) {}

    private final IgnoreFiles ignoreFiles;
    private final LinkPolicy linkPolicy;
    private final Set<Path> apart;
    private final @Nullable List<Fate> fates;
    private final Deque<Pending> pending = new ArrayDeque<>();

    final List<ProjectFile> files = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final Refusals refusals = new Refusals();

    /**
     * @param apart folders, below the root, that are not entered
     * @param fates where the fate of each entry is written down, for an explanation; null otherwise
     */
    TreeWalk(Path root, Path given, IgnoreFiles ignoreFiles, Set<Path> apart, @Nullable List<Fate> fates)
            throws IOException {
        this.ignoreFiles = ignoreFiles;
        this.linkPolicy = new LinkPolicy(root, given);
        this.apart = apart;
        this.fates = fates;
        pending.push(new Pending(root, "", ignoreFiles.top()));
    }

    void walk() throws IOException {
        while (!pending.isEmpty()) {
            list(pending.pop());
        }
        for (ProjectFile file : files) {
            if (file.kind() == Kind.LINK) {
                warnOfLink(file);
            }
        }
    }

    private void list(Pending pending) throws IOException {
        List<Path> entries = new ArrayList<>();
        boolean ownRules = false;
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(pending.folder)) {
            for (Path entry : listing) {
                entries.add(entry);
                ownRules |= entry.endsWith(ignoreFiles.name());
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        } catch (NoSuchFileException gone) {
            return;
        } catch (FileSystemException denied) {
            if (pending.path.isEmpty()) {
                throw denied;
            }
            if (fates != null) {
                fates.removeIf(fate -> fate.path().equals(pending.path + "/"));
            }
            refuse(pending.path, true, reason(denied));
            return;
        }
        IgnoreLayer rules = pending.rules;
        if (ownRules && !pending.path.isEmpty()) {
            rules = ignoreFiles.enter(rules, pending.path);
        }
        String prefix = pending.path.isEmpty() ? "" : pending.path + "/";
        for (Path entry : entries) {
            visit(entry, prefix + entry.getFileName(), rules);
        }
    }

    private void visit(Path entry, String path, IgnoreLayer rules) throws IOException {
        FileStatus status;
        try {
            status = FileStatus.of(entry);
        } catch (NoSuchFileException gone) {
            return; // as if the walk had come by later
        } catch (FileSystemException unreachable) {
            refuse(path, false, reason(unreachable));
            return;
        }
        Kind kind = ProjectFile.kind(status);
        if (apart.contains(entry)) {
            tell(path, kind, false, 0, "kept apart: the run history or run folders");
            return;
        }
        IgnoreRule rule = rules.deciding(path, kind);
        if (rule != null && rule.ignores()) {
            tell(path, kind, false, kind == Kind.FILE ? status.size() : 0, rule.text());
            return;
        }
        String refusal = decodingRefusal(entry.getFileName(), "name");
        String target = null;
        if (refusal == null && kind == Kind.LINK) {
            Path text = Files.readSymbolicLink(entry);
            target = text.toString();
            refusal = decodingRefusal(text, "link's text");
            if (refusal == null) {
                refusal = linkRefusal(path, target);
            }
        } else if (refusal == null && kind == Kind.FILE) {
            refusal = fileRefusal(entry, status);
        }
        if (refusal != null) {
            refuse(path, kind == Kind.FOLDER, refusal);
            return;
        }
        ProjectFile file = new ProjectFile(path, kind, status, null);
        if (target != null) {
            file = new ProjectFile(path, kind, status, linkPolicy.rewritten(file.folder(), target));
        }
        files.add(file);
        tell(path, kind, true, file.size(), rule == null ? "" : rule.text());
        if (kind == Kind.FOLDER) {
            pending.push(new Pending(entry, path, rules));
        }
    }

    private static @Nullable String fileRefusal(Path entry, FileStatus status) {
        if (!status.is(FileStatus.FILE)) {
            return status.type() + ", which cannot be copied";
        }
        boolean readable = (status.mode() & READABLE_BY_ALL) == READABLE_BY_ALL || Files.isReadable(entry);
        return readable ? null : "not readable (permission denied)";
    }

    /** Text the Java runtime could not decode stands for other bytes than it says. */
    private static @Nullable String decodingRefusal(Path path, String what) {
        String text = path.toString();
        try {
            if (text.indexOf('\uFFFD') < 0 || path.getFileSystem().getPath(text).equals(path)) {
                return null;
            }
        } catch (InvalidPathException unmappable) {
            // The text cannot even be written in the locale's encoding: refused like the others.
        }
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return encoding.equals("UTF-8")
                ? "the " + what + " is not valid UTF-8; rename it"
                : "the " + what + " is not valid in the locale's encoding " + encoding
                        + "; start Maven with LC_ALL=C.UTF-8";
    }

    private @Nullable String linkRefusal(String path, String target) throws IOException {
        String folder = path.indexOf('/') < 0 ? "" : path.substring(0, path.lastIndexOf('/'));
        return linkPolicy.follow(folder, target).target() == null
                ? "the link to " + target + " leads out of the project"
                : null;
    }

    private void warnOfLink(ProjectFile link) throws IOException {
        LinkPolicy.Destination destination = linkPolicy.follow(link.folder(), String.valueOf(link.linkTarget()));
        String target = destination.target();
        if (target == null) {
            return; // the link was changed meanwhile; its text as it was read is what is staged
        }
        String shown = Refusals.shown(link.path()) + " -> " + link.linkTarget();
        if (destination.loop()) {
            warnings.add("the link " + shown + " leads in a circle; it is kept as it is");
        } else if (!destination.exists()) {
            warnings.add("the link " + shown + " leads to nothing; it is kept as it is");
        } else {
            IgnoreRule rule = ignoreFiles.ignoring(target);
            if (rule != null) {
                warnings.add("the link " + shown + " will lead to nothing in the run, because " + rule.text()
                        + " leaves out what it leads to");
            }
        }
    }

    private void refuse(String path, boolean folder, String reason) {
        refusals.add(path, folder, reason);
        tell(path, folder ? Kind.FOLDER : Kind.FILE, false, 0, "refused: " + reason);
    }

    private void tell(String path, Kind kind, boolean staged, long size, String rule) {
        if (fates != null) {
            fates.add(new Fate(kind == Kind.FOLDER ? path + "/" : path, staged, size, rule));
        }
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof AccessDeniedException) {
            return "not readable (permission denied)";
        }
        String reason = failure.getReason();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
