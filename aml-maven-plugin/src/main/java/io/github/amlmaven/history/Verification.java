package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every record, every artifact and every project file of a history, and tells what is not as it was written.
 *
 * <p>Files are read in pieces by one thread a processor, so memory does not grow with their sizes, only by some hundred
 * bytes a run. What is under way while it looks is left alone.
 */
public final class Verification {
    private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

    private final Store store;
    private final Layout layout;
    private final boolean dense;
    private final Set<String> manifests = new HashSet<>();
    private final Map<RunId, RunMarks> said = new HashMap<>();

    /** @param dense false where some runs of a history are, so that a number that is not there is no damage */
    Verification(Store store, Layout layout, boolean dense) {
        this.store = store;
        this.layout = layout;
        this.dense = dense;
    }

    /**
     * Looks at everything once.
     *
     * @param findings called once for each object at fault, by one thread at a time, in no order
     * @return how many objects were looked at
     * @throws IOException when the history cannot be listed at all
     */
    public long run(Consumer<Finding> findings) throws IOException {
        manifests.clear();
        said.clear();
        try (ContentCheck check = new ContentCheck(store, findings)) {
            contents(check);
            marks(check);
            assets(check);
            int previous = 0;
            for (String name : store.list(layout.project().path() + "/numbers")) {
                String digits = name.substring(name.lastIndexOf('/') + 1);
                if (!digits.matches("[0-9]{8}")) {
                    continue;
                }
                int number = Integer.parseInt(digits);
                for (int gap = previous + 1; dense && gap < number; gap++) {
                    String gone = layout.number(gap);
                    check.found(new Finding(gap, gone, gone, Finding.Kind.MISSING, "it is gone"));
                }
                claim(number, name, check);
                previous = number;
            }
            return check.finish();
        } catch (UncheckedIOException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A content is named by its SHA-256, so it can be checked without any list; 256 folders keep each list short. */
    private void contents(ContentCheck check) throws IOException {
        String folder = layout.project().path() + "/snapshots/";
        for (int i = 0; i < 256; i++) {
            for (String name : store.list(folder + Integer.toHexString(256 + i).substring(1))) {
                String sha256 = name.substring(name.lastIndexOf('/') + 1);
                if (name.equals(layout.content(sha256.length() < 2 ? "--" : sha256))) {
                    check.later(new ContentCheck.Expected(0, name, name, -1, sha256));
                }
            }
        }
        check.await();
    }

    private void marks(ContentCheck check) throws IOException {
        for (String name : store.list(layout.marks())) {
            Optional<byte[]> content = bytes(0, name, false, check);
            if (content.isEmpty()) {
                continue;
            }
            Mark mark = Layout.markIn(name) > 0 ? Marks.mark(content.get()) : null;
            if (mark == null) {
                check.found(new Finding(0, name, name, Finding.Kind.DAMAGED, "its seal is broken or gone"));
            } else {
                said.computeIfAbsent(mark.run(), run -> new RunMarks()).add(Layout.markIn(name), mark);
            }
        }
    }

    private void assets(ContentCheck check) throws IOException {
        for (String name : store.list(layout.assets())) {
            intact(0, name, false, check);
        }
    }

    private void claim(int number, String name, ContentCheck check) throws IOException {
        Map<String, @Nullable Object> claim = intact(number, name, true, check);
        if (claim == null) {
            return;
        }
        if (!(claim.get("run_id") instanceof String id) || !RunId.isRunId(id)) {
            check.found(new Finding(number, name, name, Finding.Kind.DAMAGED, "it names no run"));
            return;
        }
        RunId run = new RunId(id);
        RunMarks marks = said.get(run);
        if (marks != null && marks.isPurged()) {
            return;
        }
        Map<String, @Nullable Object> end = intact(number, layout.end(run), false, check);
        // Whoever has claimed a number and died at once has left nothing else, which is no damage.
        intact(number, layout.open(run), end != null, check);
        intact(number, layout.started(run), false, check);
        if (end != null) {
            ended(number, run, RunRecord.of(end), end, check);
        }
    }

    private void ended(
            int number, RunId run, @Nullable RunRecord recorded, Map<String, @Nullable Object> end, ContentCheck check)
            throws IOException {
        String name = layout.end(run);
        if (recorded == null
                || recorded.number() != number
                || !recorded.id().value().equals(run.value())
                || !recorded.status().isFinal()) {
            check.found(new Finding(number, name, name, Finding.Kind.DAMAGED, "it is not the record of this run"));
            return;
        }
        try {
            for (Artifact artifact : recorded.artifacts()) {
                check.later(new ContentCheck.Expected(
                        number,
                        artifact.path().value(),
                        layout.artifact(run, artifact.path()),
                        artifact.size(),
                        artifact.sha256()));
            }
        } catch (AmlException e) {
            check.found(new Finding(number, name, name, Finding.Kind.DAMAGED, e.problem()));
        }
        if (end.get("properties") instanceof Map<?, ?> properties
                && properties.get("CommitId") instanceof String snapshot
                && manifests.add(snapshot)) {
            snapshot(number, snapshot, check);
        }
    }

    private void snapshot(int number, String id, ContentCheck check) throws IOException {
        String name = layout.manifest(id);
        Optional<byte[]> found = bytes(number, name, true, check);
        if (found.isEmpty()) {
            return;
        }
        byte[] content = found.get();
        if (!Sha256.of(content).startsWith(id)) {
            check.found(new Finding(number, name, name, Finding.Kind.DAMAGED, "its SHA-256 does not begin with " + id));
            return;
        }
        Map<String, String> paths = new LinkedHashMap<>();
        List<StoredFile> contents = new ArrayList<>();
        if (Documents.parse(store, name, content).get("files") instanceof List<?> files) {
            for (Object file : files) {
                if (file instanceof Map<?, ?> entry
                        && entry.get("sha256") instanceof String sha256
                        && entry.get("size") instanceof Long size) {
                    contents.add(new StoredFile(layout.content(sha256), size, sha256));
                    paths.putIfAbsent(layout.content(sha256), String.valueOf(entry.get("path")));
                }
            }
        }
        Set<StoredFile> suspects = suspects(contents);
        for (StoredFile file : contents) {
            listed(number, paths.getOrDefault(file.name(), file.name()), file, suspects.contains(file), check);
        }
    }

    /** In few calls, where each of the others is one to a store elsewhere. */
    private Set<StoredFile> suspects(List<StoredFile> contents) {
        try {
            return new HashSet<>(store.missing(layout.snapshots(), contents));
        } catch (IOException e) {
            LOG.debug("each is looked at", e);
            return new HashSet<>(contents);
        }
    }

    /** The content has been read by now; here its being there counts, and whose it is. */
    private void listed(int number, String path, StoredFile file, boolean suspect, ContentCheck check) {
        String content = file.name();
        check.attribute(number, path, content);
        if (!suspect || check.isAtFault(content)) {
            return;
        }
        OptionalLong stored;
        try {
            stored = store.size(content);
        } catch (IOException e) {
            check.found(new Finding(number, path, content, Finding.Kind.UNREADABLE, words(e)));
            return;
        }
        if (stored.isEmpty()) {
            check.blame(new Finding(number, path, content, Finding.Kind.MISSING, "it is gone"));
        } else if (stored.getAsLong() != file.size()) {
            check.found(new Finding(
                    number,
                    path,
                    content,
                    Finding.Kind.DAMAGED,
                    stored.getAsLong() + " bytes instead of " + file.size()));
        }
    }

    private @Nullable Map<String, @Nullable Object> intact(
            int number, String name, boolean required, ContentCheck check) {
        Optional<byte[]> content = bytes(number, name, required, check);
        if (content.isEmpty()) {
            return null;
        }
        try {
            if (Seal.isIntact(content.get())) {
                return Documents.parse(store, name, content.get());
            }
            check.found(new Finding(number, name, name, Finding.Kind.DAMAGED, "its seal is broken or gone"));
        } catch (AmlException e) {
            check.found(new Finding(number, name, name, Finding.Kind.DAMAGED, e.problem()));
        }
        return null;
    }

    private Optional<byte[]> bytes(int number, String name, boolean required, ContentCheck check) {
        Optional<byte[]> content = Optional.empty();
        try {
            check.count();
            content = store.read(name);
            if (content.isEmpty() && required) {
                check.found(new Finding(number, name, name, Finding.Kind.MISSING, "it is gone"));
            }
        } catch (IOException e) {
            check.found(new Finding(number, name, name, Finding.Kind.UNREADABLE, words(e)));
        }
        return content;
    }

    static String words(IOException failure) {
        return failure instanceof AccessDeniedException ? "no permission" : String.valueOf(failure.getMessage());
    }
}
