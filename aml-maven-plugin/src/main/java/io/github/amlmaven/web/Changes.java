package io.github.amlmaven.web;

import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what a user asks for on the page. */
final class Changes {
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
            case "cancel" -> shown.stopping().stop(run);
            default -> throw RefusedRequest.notFound();
        }
        RunRecord now = shown.history().find(Integer.toString(run.number()));
        runs.put(now);
        changed.put("row", RunRow.map(now));
        answer.json(changed);
    }
}
