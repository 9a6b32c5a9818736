package io.github.amlmaven.web;

import io.github.amlmaven.history.CodeDifference;
import io.github.amlmaven.history.FileChange;
import io.github.amlmaven.history.ProjectSnapshot;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.SnapshotFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers with the project's files as runs got them. */
record CodeAnswers(RunHistory history) {
    /** The files of a run's project. */
    Map<String, @Nullable Object> files(RunRecord run) throws IOException {
        Optional<ProjectSnapshot> snapshot = history.snapshot(run);
        List<Object> files = new ArrayList<>();
        for (SnapshotFile file : snapshot.map(ProjectSnapshot::files).orElse(List.of())) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("index", files.size());
            entry.put("path", file.path());
            entry.put("kind", file.kind());
            entry.put("size", file.size());
            entry.put("sha256", file.sha256());
            files.add(entry);
        }
        Map<String, @Nullable Object> code = new LinkedHashMap<>();
        code.put("snapshot", snapshot.map(ProjectSnapshot::id).orElse(null));
        code.put("files", files);
        return code;
    }

    /** The beginning of a file as text; of a link where it leads to. */
    Map<String, Object> text(RunRecord run, String index) throws IOException {
        ProjectSnapshot snapshot = snapshot(run);
        long number = PageRequest.number("the index of the file", index);
        if (number >= snapshot.files().size()) {
            throw new RefusedRequest(
                    RefusedRequest.NOT_FOUND,
                    "the project of run " + run.number() + " had "
                            + snapshot.files().size() + " files, none with index " + number,
                    "load the page again");
        }
        SnapshotFile file = snapshot.files().get((int) number);
        byte[] content = content(snapshot, file);
        boolean truncated = file.size() > FileAnswers.PREVIEW;
        boolean binary = isBinary(content);
        Map<String, Object> code = new LinkedHashMap<>();
        code.put("text", binary ? "" : Utf8Text.of(content, !truncated).text());
        code.put("truncated", truncated);
        code.put("binary", binary);
        return code;
    }

    private static byte[] content(ProjectSnapshot snapshot, SnapshotFile file) throws IOException {
        if (file.sha256() == null) {
            String link = file.linkTarget();
            return (link == null ? "" : link).getBytes(StandardCharsets.UTF_8);
        }
        try (InputStream in = snapshot.open(file)) {
            return in.readNBytes((int) Math.min(file.size(), FileAnswers.PREVIEW));
        }
    }

    private static boolean isBinary(byte[] content) {
        for (byte b : content) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    /** What is different in the projects of two runs. */
    Map<String, Object> difference(RunRecord from, RunRecord to) throws IOException {
        List<Object> files = new ArrayList<>();
        for (FileChange change : CodeDifference.between(snapshot(from), snapshot(to))) {
            files.add(change.fields());
        }
        return Map.of("files", files);
    }

    private ProjectSnapshot snapshot(RunRecord run) throws IOException {
        return history.snapshot(run)
                .orElseThrow(() -> new RefusedRequest(
                        RefusedRequest.NOT_FOUND,
                        "the project's files of run " + run.number() + " are not in the history",
                        "look at another run"));
    }
}
