package io.github.amlmaven.web;

import io.github.amlmaven.history.Asset;
import io.github.amlmaven.history.AssetLink;
import io.github.amlmaven.history.Labels;
import io.github.amlmaven.history.Mark;
import io.github.amlmaven.history.RunDeletion;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what a user asks for on the page. */
final class Changes {
    private static final int LONGEST_NOTE = 10_000;

    private final ShownHistory shown;
    private final LiveRuns runs;

    Changes(ShownHistory shown, LiveRuns runs) {
        this.shown = shown;
        this.runs = runs;
    }

    /** @param what the last part of the address, such as {@code cancel} */
    void change(RunRecord run, String what, JsonBody body, Answer answer) throws IOException {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>();
        switch (what) {
            case "promote" -> promote(run, body, changed);
            case "cancel" -> shown.stopping().stop(run);
            case "labels" -> label(run, body.texts("add"), body.texts("remove"));
            case "note" -> note(run, body.required("text"));
            case "delete" -> {
                new RunDeletion(shown.history(), false).refusePromoted(List.of(run));
                mark(run, Mark.Kind.DELETE, "");
            }
            case "undelete" -> mark(run, Mark.Kind.UNDELETE, "");
            default -> throw RefusedRequest.notFound();
        }
        RunRecord now = shown.history().find(Integer.toString(run.number()));
        runs.put(now);
        changed.put("row", RunRow.map(now));
        answer.json(changed);
    }

    private void promote(RunRecord run, JsonBody body, Map<String, @Nullable Object> changed) throws IOException {
        String index = body.index("index");
        String path = index == null
                ? body.required("prefix")
                : FileAnswers.artifact(run, index).path().value();
        String name = body.required("name");
        Path link = AssetLink.place(shown.project(), name);
        Asset asset = shown.history().assets().promote(run, path, name, body.isTrue("force"));
        AssetLink.to(asset).writeTo(shown.project());
        changed.put("asset", asset.name());
        changed.put("version", asset.version());
        changed.put("link", shown.project().relativize(link).toString().replace('\\', '/'));
    }

    private void label(RunRecord run, List<String> add, List<String> remove) throws IOException {
        List<String> labels = add.isEmpty() ? List.of() : Labels.parse(String.join(",", add));
        for (String label : remove) {
            if (run.labels().contains(label)) {
                mark(run, Mark.Kind.UNLABEL, label);
            }
        }
        for (String label : labels) {
            if (!run.labels().contains(label)) {
                mark(run, Mark.Kind.LABEL, label);
            }
        }
    }

    private void note(RunRecord run, String text) throws IOException {
        if (text.length() > LONGEST_NOTE) {
            throw new RefusedRequest(
                    RefusedRequest.BAD,
                    "the note has " + text.length() + " characters",
                    "write at most " + LONGEST_NOTE + "; a file in outputs/ may be longer");
        }
        mark(run, Mark.Kind.NOTE, text.strip());
    }

    private void mark(RunRecord run, Mark.Kind kind, String text) throws IOException {
        if (!run.status().isFinal()) {
            throw new RefusedRequest(
                    RefusedRequest.BAD,
                    "run " + run.number() + " is " + run.status().label(),
                    "wait for its end, or stop it; then it can be labelled, noted and deleted");
        }
        shown.history().mark(run, kind, text, Map.of());
    }
}
