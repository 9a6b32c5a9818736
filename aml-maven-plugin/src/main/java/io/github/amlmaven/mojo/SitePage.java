package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.maven.doxia.sink.Sink;

/** The page of the run history among the other pages of a project's site: the newest runs, and the way to all of them. */
record SitePage(Sink sink, String title, String pages) {
    private static final int SHOWN = 20;
    private static final int METRICS = 6;

    void write(List<RunRecord> newestFirst) {
        sink.head();
        sink.title();
        sink.text(title);
        sink.title_();
        sink.head_();
        sink.body();
        sink.section1();
        sink.sectionTitle1();
        sink.text(title);
        sink.sectionTitle1_();
        sink.paragraph();
        sink.link(pages);
        sink.text("Charts, all " + newestFirst.size() + " runs, and runs side by side");
        sink.link_();
        sink.paragraph_();
        if (!newestFirst.isEmpty()) {
            table(newestFirst.subList(0, Math.min(SHOWN, newestFirst.size())));
        }
        sink.section1_();
        sink.body_();
        sink.flush();
        sink.close();
    }

    private void table(List<RunRecord> runs) {
        List<String> metrics = scalarMetrics(runs);
        sink.table();
        sink.tableRows(null, false);
        sink.tableRow();
        Stream.concat(Stream.of("Run", "Status", "Script", "Start", "Duration"), metrics.stream())
                .forEach(header -> {
                    sink.tableHeaderCell();
                    sink.text(RowPrinter.cell(header));
                    sink.tableHeaderCell_();
                });
        sink.tableRow_();
        runs.forEach(run -> row(run, metrics));
        sink.tableRows_();
        sink.table_();
    }

    private static List<String> scalarMetrics(List<RunRecord> runs) {
        Set<String> names = new TreeSet<>();
        for (RunRecord run : runs) {
            run.metrics().forEach((name, value) -> {
                if (!(value instanceof List<?>)) {
                    names.add(name);
                }
            });
        }
        return names.stream().limit(METRICS).toList();
    }

    private void row(RunRecord run, List<String> metrics) {
        Map<String, Object> fields = run.fields();
        sink.tableRow();
        sink.tableCell();
        sink.link(pages + "#/run/" + run.number());
        sink.text(Integer.toString(run.number()));
        sink.link_();
        sink.tableCell_();
        cell(run.status().label());
        cell(run.script());
        cell(RunTable.shortCell(fields.get("start_time_utc")));
        cell(RunTable.shortCell(fields.get("duration")));
        metrics.forEach(metric -> cell(RowPrinter.cell(run.metrics().get(metric))));
        sink.tableRow_();
    }

    private void cell(String text) {
        sink.tableCell();
        sink.text(RowPrinter.cell(text));
        sink.tableCell_();
    }
}
