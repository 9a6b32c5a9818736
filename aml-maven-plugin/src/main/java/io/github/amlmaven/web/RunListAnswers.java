package io.github.amlmaven.web;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.history.RunFilter;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunQuery;
import io.github.amlmaven.history.RunRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with lists of runs. */
final class RunListAnswers {
    private final RunHistory history;
    private final LiveRuns runs;
    private String packedCursor = "";
    private byte[] packed = {};

    RunListAnswers(RunHistory history, LiveRuns runs) {
        this.history = history;
        this.runs = runs;
    }

    void list(PageRequest request, Answer answer) throws IOException {
        Long limit = request.number("limit");
        String cursor = request.parameter("cursor");
        LiveRuns.Rows rows;
        if (cursor != null) {
            rows = runs.since(cursor);
        } else if (limit != null && limit > 0) {
            rows = runs.newest((int) Math.min(limit, Integer.MAX_VALUE));
        } else {
            rows = runs.all();
        }
        if (rows.all() && answer.takesPacked()) {
            answer.packed(200, Answer.JSON, packed(rows));
            return;
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        write(rows, json);
        answer.bytes(200, Answer.JSON, json.toByteArray());
    }

    /** The whole list, as it is kept until it changes. */
    private synchronized byte[] packed(LiveRuns.Rows rows) throws IOException {
        if (!packedCursor.equals(rows.cursor())) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            try (OutputStream out = Answer.packing(content)) {
                write(rows, out);
            }
            packed = content.toByteArray();
            packedCursor = rows.cursor();
        }
        return packed;
    }

    private static void write(LiveRuns.Rows rows, OutputStream out) throws IOException {
        String head = "{\"total\":" + rows.total() + ",\"cursor\":" + Json.write(rows.cursor()) + ",\"removed\":"
                + Json.write(rows.removed()) + ",\"runs\":[";
        out.write(head.getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (RunRow row : rows.newestFirst()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.write(row.json().getBytes(StandardCharsets.UTF_8));
        }
        out.write(']');
        out.write('}');
    }

    /** The numbers of the runs for which a condition is true; one question at a time, since it takes all records. */
    synchronized void query(PageRequest request, Answer answer) throws IOException {
        String condition = request.parameter("q");
        if (condition == null || condition.isBlank()) {
            throw notACondition("there is no condition");
        }
        List<Map<String, @Nullable Object>> fields = new ArrayList<>();
        for (RunRecord run : history.list(RunFilter.ALL).runs()) {
            fields.add(run.fields());
        }
        Object numbers = evaluated(condition, fields);
        if (!(numbers instanceof List<?> list) || !list.stream().allMatch(Number.class::isInstance)) {
            throw notACondition("'" + condition + "' is not a condition");
        }
        answer.json(Map.of("numbers", list));
    }

    private static @Nullable Object evaluated(String condition, List<Map<String, @Nullable Object>> fields) {
        checkForm(condition);
        try {
            return RunQuery.evaluate("[?" + condition + "].run_number", fields);
        } catch (AmlException e) {
            throw notACondition(e.problem());
        }
    }

    /** By itself it has to be an expression, and a mistake is told at its position in what was typed. */
    private static void checkForm(String condition) {
        try {
            RunQuery.evaluate(condition, List.of());
        } catch (AmlException e) {
            if (!e.problem().contains("does not fit the runs")) { // it is to fit one run, and not a list of none
                throw notACondition(e.problem());
            }
        }
    }

    private static RefusedRequest notACondition(String problem) {
        return new RefusedRequest(
                RefusedRequest.BAD,
                problem,
                "write a condition in JMESPath, such as Accuracy > `0.9` && status == 'Completed'; a name with a blank"
                        + " goes into double quotes");
    }
}
