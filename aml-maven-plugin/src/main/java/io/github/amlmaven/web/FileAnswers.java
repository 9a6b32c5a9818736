package io.github.amlmaven.web;

import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers with artifacts, checked against the record while they are read: to save, or as text or image, never as more. */
final class FileAnswers {
    static final int PREVIEW = 512 * 1024;

    private static final int LOG_PART = 1024 * 1024;
    private static final int MOST_IN_A_ZIP = 10_000;
    private static final String BYTES = "application/octet-stream";

    private final ShownHistory shown;

    FileAnswers(ShownHistory shown) {
        this.shown = shown;
    }

    /**
     * The beginning of a file as text.
     *
     * @param most in bytes
     */
    static Map<String, Object> preview(RunHistory history, RunRecord run, Artifact artifact, int most)
            throws IOException {
        PartOfStream part = PartOfStream.of(0, most, out -> history.stream(run, artifact, out));
        Map<String, Object> preview = new LinkedHashMap<>();
        preview.put("text", Utf8Text.of(part.bytes(), !part.isCut()).text());
        preview.put("truncated", part.isCut());
        preview.put("size", artifact.size());
        return preview;
    }

    void preview(RunRecord run, String index, Answer answer) throws IOException {
        answer.json(preview(shown.history(), run, artifact(run, index), PREVIEW));
    }

    void image(RunRecord run, String index, Answer answer) throws IOException {
        Artifact artifact = artifact(run, index);
        send(run, artifact, new ImageStream(answer, artifact.size()));
    }

    void file(RunRecord run, String index, Answer answer) throws IOException {
        Artifact artifact = artifact(run, index);
        answer.with("Content-Disposition", FileName.attachment(artifact.path().fileName()));
        send(run, artifact, answer.begin(200, BYTES, artifact.size()));
    }

    private void send(RunRecord run, Artifact artifact, OutputStream out) throws IOException {
        HeldBackStream held = new HeldBackStream(out);
        shown.history().stream(run, artifact, held);
        held.close();
    }

    /** Several files as one. */
    void zip(RunRecord run, PageRequest request, Answer answer) throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        String indexes = request.parameter("i");
        for (String index : (indexes == null ? "" : indexes).split(",", MOST_IN_A_ZIP)) {
            artifacts.add(artifact(run, index));
        }
        answer.with("Content-Disposition", FileName.attachment("run-" + run.number() + ".zip"));
        Set<String> taken = new HashSet<>();
        OutputStream out = answer.begin(200, "application/zip", -1);
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        for (Artifact artifact : artifacts) {
            ZipEntry entry = new ZipEntry(FileName.inZip(artifact, taken));
            run.start().ifPresent(start -> entry.setTime(start.toEpochMilli()));
            zip.putNextEntry(entry);
            shown.history().stream(run, artifact, zip);
            zip.closeEntry();
        }
        zip.close();
    }

    /** What the script prints, a part at a time. */
    void log(RunRecord run, PageRequest request, Answer answer) throws IOException {
        Long wanted = request.number("from");
        long from = wanted == null ? 0 : wanted;
        List<String> why = new ArrayList<>();
        PartOfStream part = PartOfStream.of(
                from, LOG_PART, out -> shown.logs().write(run, out).ifPresent(why::add));
        boolean ended = run.status().isFinal() && !part.isCut();
        Utf8Text text = Utf8Text.of(part.bytes(), ended);
        // A log that has become shorter is shown from its beginning.
        boolean shortened = part.seen() < from && why.isEmpty();
        Map<String, @Nullable Object> log = new LinkedHashMap<>();
        log.put("text", text.text());
        log.put("next", shortened ? 0 : from + text.bytes());
        log.put("ended", ended && !shortened);
        log.put(
                "why",
                Optional.of(why).filter(w -> !w.isEmpty()).map(w -> w.get(0)).orElse(null));
        answer.json(log);
    }

    static Artifact artifact(RunRecord run, String index) {
        List<Artifact> artifacts = run.artifacts();
        long number = PageRequest.number("the index of the file", index);
        if (number >= artifacts.size()) {
            throw new RefusedRequest(
                    RefusedRequest.NOT_FOUND,
                    "run " + run.number() + " has " + artifacts.size() + " files, none with index " + number,
                    "load the page again");
        }
        return artifacts.get((int) number);
    }
}
