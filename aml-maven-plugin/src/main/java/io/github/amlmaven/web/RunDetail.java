package io.github.amlmaven.web;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.NotCollected;
import io.github.amlmaven.history.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything about one run, as the page gets it. */
record RunDetail(RunRecord run, Relatives relatives, ShownHistory shown) {
    private static final List<String> COMMANDS = List.of("restore", "rerun", "download");

    Map<String, @Nullable Object> map() {
        List<String> warnings = new ArrayList<>(run.warnings());
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("row", RunRow.map(run));
        detail.put("record", run.fields());
        detail.put("metrics", run.metrics());
        detail.put("artifacts", artifacts(warnings));
        detail.put("not_collected", notCollected());
        detail.put("warnings", warnings);
        detail.put("previous", relatives.previous());
        detail.put("next", relatives.next());
        detail.put("parent", relatives.parent());
        detail.put("children", relatives.children());
        detail.put("place", shown.history().place(run));
        Map<String, Object> commands = new LinkedHashMap<>();
        for (String goal : COMMANDS) {
            commands.put(goal, shown.commands().command(goal, run));
        }
        detail.put("commands", commands);
        return detail;
    }

    private List<Object> artifacts(List<String> warnings) {
        List<Object> files = new ArrayList<>();
        try {
            for (Artifact artifact : run.artifacts()) {
                Map<String, Object> file = new LinkedHashMap<>();
                file.put("index", files.size());
                file.put("path", artifact.path().value());
                file.put("size", artifact.size());
                file.put("sha256", artifact.sha256());
                file.put("kind", ArtifactKind.of(artifact.path().value()));
                files.add(file);
            }
        } catch (AmlException e) {
            // The rest of the record is worth looking at all the same.
            warnings.add(e.problem() + ": " + e.remedy());
        }
        return files;
    }

    private List<Object> notCollected() {
        List<Object> files = new ArrayList<>();
        for (NotCollected left : run.notCollected()) {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("path", left.path());
            file.put("size", left.size());
            file.put("reason", left.reason());
            files.add(file);
        }
        return files;
    }
}
