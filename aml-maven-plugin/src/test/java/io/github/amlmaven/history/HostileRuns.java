package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs of somebody who hopes that a page takes their texts for parts of itself. */
public final class HostileRuns {
    private static final String BOOM = "window.amlBroken=1";
    private static final int STRINGS = 200;
    private static final int A_RUN = 25;

    private static final List<String> FORMS = List.of(
            "<script>%s</script>",
            "<img src=x onerror=%s>",
            "<svg onload=%s>",
            "\"><script>%s</script>",
            "'><img src=x onerror='%s'>",
            "</title><script>%s</script>",
            "</script><script>%s</script>",
            "</textarea><img src=x onerror=%s>",
            "</style><img src=x onerror=%s>",
            "<!--><img src=x onerror=%s>",
            "<iframe srcdoc='<script>parent.%s</script>'></iframe>",
            "<iframe src=javascript:%s></iframe>",
            "<a href=javascript:%s>x</a>",
            "javascript:%s",
            "<details open ontoggle=%s>",
            "<input autofocus onfocus=%s>",
            "<video><source onerror=%s></video>",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=%s>",
            "<template><script>%s</script></template>",
            "<object data=javascript:%s></object>",
            "${%s}",
            "{{constructor.constructor('%s')()}}",
            "');%s;//",
            "\";%s;\"",
            "&lt;img src=x onerror=%s&gt;",
            "\u202e<img src=x onerror=%s>\u2028",
            "__proto__%s",
            "constructor",
            "__proto__",
            "hasOwnProperty");

    private HostileRuns() {}

    /** 200 texts, no two the same. */
    public static List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (int i = 0; strings.size() < STRINGS; i++) {
            String form = FORMS.get(i % FORMS.size());
            int round = i / FORMS.size();
            String string = form.contains("%s") ? form.formatted(BOOM + "+" + i) : round == 0 ? form : form + round;
            strings.add(round % 3 == 2 ? string.replace("<", "<\t").replace("script", "sCrIpT") : string);
        }
        return strings;
    }

    /** A history in which each of them is an argument, a metric's name and value, a label, a note, a file and what is in it. */
    public static RunHistory make(Path folder) throws IOException {
        RunHistory history = new RunHistory(new FolderStore(folder.resolve("store")), Runs.PROJECT);
        List<String> strings = strings();
        for (int from = 0; from < STRINGS; from += A_RUN) {
            run(history, Files.createDirectories(folder.resolve("scratch")), strings.subList(from, from + A_RUN));
        }
        return history;
    }

    private static void run(RunHistory history, Path scratch, List<String> strings) throws IOException {
        String first = strings.get(0);
        OpenRun run = history.claim(new RunStart(
                first + ".py",
                strings,
                first,
                strings.get(1),
                Map.of(
                        "user_id",
                        strings.get(2),
                        "git_commit",
                        strings.get(3),
                        "configuration",
                        Map.of(strings.get(4), strings.get(5)))));
        List<SnapshotFile> code = new ArrayList<>();
        run.started(Map.of());
        Map<String, Object> metrics = new LinkedHashMap<>();
        for (String string : strings) {
            metrics.put(
                    string,
                    string.length() % 3 == 0
                            ? (Object) string
                            : string.length() % 3 == 1 ? (Object) 0.5 : List.of(1, 2, 3));
            String name = string.replace('/', '|');
            String kind = List.of(".txt", ".csv", ".json", ".svg", ".png").get(string.length() % 5);
            add(run, scratch, "outputs/" + name + kind, string + "," + string + "\n" + string + ",1\n");
        }
        add(run, scratch, "azureml-logs/driver_log.txt", String.join("\n", strings));
        run.snapshot(code, scratch);
        RunRecord ended = run.complete(new RunOutcome(
                RunStatus.FAILED,
                new Reason(Reason.Kind.EXIT_CODE, first),
                1,
                Runs.START,
                Runs.START.plusSeconds(1),
                new Metrics(metrics, List.of()),
                List.of(new NotCollected("outputs/" + first, 1, first)),
                strings));
        for (String string : strings) {
            history.mark(ended, Mark.Kind.LABEL, string, Map.of());
        }
        history.mark(ended, Mark.Kind.NOTE, String.join("\n", strings), Map.of());
    }

    private static void add(OpenRun run, Path scratch, String path, String content) throws IOException {
        run.add(
                new ArtifactPath(path),
                Files.write(Files.createTempFile(scratch, "output", null), content.getBytes(StandardCharsets.UTF_8)));
    }
}
