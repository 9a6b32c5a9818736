package io.github.amlmaven.web;

import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the page and what it shows into files, which a browser opens without any server. */
public final class StaticPages {
    private static final String DATA_HERE = "<!--data-->";
    private static final String DATA = "<script defer src=\"data.js\"></script>";

    private final ShownHistory shown;
    private final int detailed;
    private final long imageLimit;

    /**
     * @param detailed of so many runs, the newest, everything is written; of the others what a list shows
     * @param imageLimit in bytes: larger images are left out
     */
    public StaticPages(ShownHistory shown, int detailed, long imageLimit) {
        this.shown = shown;
        this.detailed = detailed;
        this.imageLimit = imageLimit;
    }

    /**
     * What has been written.
     *
     * @param newestFirst all runs that are in the list
     * @param detailed so many of them with everything
     * @param images so many were copied
     * @param imagesLeftOut so many were too large
     */
    public record Written(List<RunRecord> newestFirst, int detailed, int images, int imagesLeftOut) {}

    /** Writes into a folder, over what an earlier report has left there. */
    public Written write(Path folder) throws IOException {
        PageFiles page = PageFiles.read();
        for (Map.Entry<String, byte[]> file : page.all().entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.resolveSibling("."));
            Files.write(target, file.getValue());
        }
        String index = new String(page.content(PageFiles.INDEX).orElseThrow(), StandardCharsets.UTF_8);
        if (!index.contains(DATA_HERE)) {
            throw new IllegalStateException(PageFiles.INDEX + " has no place for the data");
        }
        Files.writeString(folder.resolve(PageFiles.INDEX), index.replace(DATA_HERE, DATA));
        removeAll(folder.resolve("artifacts"));
        // What was deleted is not to be published.
        List<RunRecord> runs = shown.history().list(new RunFilter(null, 0)).runs();
        StaticFiles files = new StaticFiles(shown.history(), folder, imageLimit);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("data.js"))) {
            write(runs, files, new ScriptData(out));
        }
        return new Written(runs, Math.min(detailed, runs.size()), files.copied(), files.leftOut());
    }

    private void write(List<RunRecord> runs, StaticFiles files, ScriptData data) throws IOException {
        data.code("window.AML_DATA = {\"project\": ");
        data.json(shown.facts());
        data.code(",\n\"runs\": [");
        String separator = "\n";
        for (RunRecord run : runs) {
            data.code(separator);
            data.json(RunRow.map(run));
            separator = ",\n";
        }
        data.code("],\n\"details\": {");
        separator = "\n";
        StaticDetail detail = new StaticDetail(shown, files);
        List<Relatives> relatives = Relatives.among(runs);
        for (int i = 0; i < Math.min(detailed, runs.size()); i++) {
            RunRecord run = runs.get(i);
            RunRecord previous = i + 1 < runs.size() ? runs.get(i + 1) : null;
            data.code(separator + "\"" + run.number() + "\": ");
            data.json(detail.of(run, relatives.get(i), previous));
            separator = ",\n";
        }
        data.code("}};\n");
    }

    private static void removeAll(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
