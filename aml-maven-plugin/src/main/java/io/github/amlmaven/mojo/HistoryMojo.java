package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunList;
import io.github.amlmaven.history.RunQuery;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStatus;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Lists the runs of the project, newest first, with their metrics.
 *
 * <p>Examples: {@code mvn aml:history}, {@code mvn aml:history -Daml.status=Completed -Daml.output=csv},
 * {@code mvn aml:history -Daml.query="@[?Accuracy != null] | max_by(@, &Accuracy).run_number"}
 *
 * @since 1.0.0
 */
@Mojo(name = "history", requiresProject = false, threadSafe = true)
public final class HistoryMojo extends AmlMojo {
    private static final int SHOWN_IN_A_TABLE = 20;

    /**
     * How the runs are written: {@code table}, {@code json}, {@code csv} or {@code markdown}. Default: {@code table},
     * with a query {@code json}. Example: {@code -Daml.output=json}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.output")
    private @Nullable String output;

    /**
     * A JMESPath expression over the list of runs, as {@code az ml history list --query} took it. Default: none.
     * Example: {@code -Daml.query="[?status=='Completed'].run_id"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.query")
    private @Nullable String query;

    /**
     * Only runs in this state: Preparing, Running, Collecting, Interrupted, Unknown, Completed, Failed or Canceled.
     * Default: all. Example: {@code -Daml.status=Failed}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.status")
    private @Nullable String status;

    /**
     * The most runs to list; 0 lists all. Default: 20 in a table, else all. Example: {@code -Daml.limit=100}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.limit")
    private @Nullable Integer limit;

    /**
     * Only runs with this label. Default: whatever their labels. Example: {@code -Daml.label=baseline}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.label")
    private @Nullable String label;

    /**
     * Lists the deleted runs instead, which {@code aml:delete -Daml.undo} brings back until {@code aml:gc} removes them.
     * Example: {@code -Daml.deleted}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.deleted", defaultValue = "false")
    private boolean deleted;

    @Override
    void run(Module module) throws IOException {
        OutputFormat format =
                OutputFormat.of(output == null ? (query == null ? "table" : "json") : output, OutputFormat.values());
        int most = limit != null ? limit : format == OutputFormat.TABLE && query == null ? SHOWN_IN_A_TABLE : 0;
        if (most < 0) {
            throw new AmlException("'" + most + "' is not a number of runs", "set -Daml.limit=20, or 0 for all");
        }
        RunHistory history = history(module);
        RunFilter filter = new RunFilter(status == null ? null : RunStatus.of(status), most, label, false);
        RunList list = deleted ? deleted(history, filter) : history.list(filter);
        Outbox outbox = chosen(module).outbox();
        if (outbox != null && chosen(module).offline() && !deleted) {
            list = offline(module, list, filter, outbox);
        }
        print(module, history, list, format, most);
    }

    private static RunList deleted(RunHistory history, RunFilter filter) throws IOException {
        RunList all = history.list(new RunFilter(filter.status(), 0, filter.label(), true));
        List<RunRecord> deleted =
                all.runs().stream().filter(RunRecord::isDeleted).toList();
        int most = filter.limit() == 0 ? deleted.size() : Math.min(filter.limit(), deleted.size());
        return new RunList(deleted.subList(0, most), deleted.size());
    }

    /** What this computer knows: runs that wait, with numbers of their own, and what it has seen of the history. */
    private RunList offline(Module module, RunList provisional, RunFilter filter, Outbox outbox) throws IOException {
        List<RunRecord> runs = new ArrayList<>(provisional.runs());
        List<RunRecord> remembered = new RunHistory(outbox.elsewhere(), projectId(module)).remembered();
        for (RunRecord run : remembered) {
            if ((filter.limit() == 0 || runs.size() < filter.limit())
                    && (filter.status() == null || run.status() == filter.status())
                    && (filter.label() == null || run.labels().contains(filter.label()))) {
                runs.add(run);
            }
        }
        int waiting = outbox.count();
        getLog().info("Offline: first the runs with numbers of this computer, then those it remembers of "
                + outbox.elsewhere()
                + (waiting == 0
                        ? ""
                        : "; " + waiting + " in all wait -> without -o: "
                                + command(module).of("sync")));
        return new RunList(runs, provisional.total() + remembered.size());
    }

    private void print(Module module, RunHistory history, RunList list, OutputFormat format, int most)
            throws IOException {
        if (query != null) {
            RowPrinter.print(RunQuery.evaluate(query, fields(list.runs())), format);
        } else if (format == OutputFormat.JSON) {
            // One run after the other: the text of a long history is never in memory as a whole.
            Iterable<Map<String, Object>> fields =
                    () -> list.runs().stream().map(RunRecord::fields).iterator();
            // Not through Maven's stream, which looks at every byte for colours.
            OutputStream out = new BufferedOutputStream(StandardOutput.raw());
            Json.pretty(fields, out);
            out.write('\n');
            out.flush();
        } else if (list.runs().isEmpty()) {
            getLog().info(nothing(list) + " in " + history
                    + (list.total() == 0 && !deleted ? " -> " + command(module).of("run") : ""));
        } else {
            RunTable.of(list.runs()).print(format);
            if (list.runs().size() == most && most < list.total()) {
                getLog().info("The newest " + most + "; all of them: "
                        + command(module).of("history", "-Daml.limit=0"));
            }
        }
    }

    private String nothing(RunList list) {
        if (deleted) {
            return "No deleted runs";
        }
        return (status == null && label == null) || list.total() == 0
                ? "No runs"
                : "None of " + list.total() + " runs " + (status == null ? "" : "is " + status)
                        + (status == null || label == null ? "" : " and ")
                        + (label == null ? "" : "has the label '" + label + "'");
    }

    private static List<Map<String, Object>> fields(List<RunRecord> runs) {
        List<Map<String, Object>> fields = new ArrayList<>(runs.size());
        runs.forEach(run -> fields.add(run.fields()));
        return fields;
    }
}
