package io.github.amlmaven.mojo;

import io.github.amlmaven.config.Remark;
import io.github.amlmaven.history.Json;
import io.github.amlmaven.run.RunPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.plugin.logging.Log;

/** A plan of a run as it is printed: lines for people, or one object for programs. */
final class PlanDetails {
    private PlanDetails() {}

    /** Prints it; for people with what the run would remark first. */
    static void print(RunPlan plan, String output, Log log) {
        if (OutputFormat.of(output, OutputFormat.TABLE, OutputFormat.JSON) == OutputFormat.JSON) {
            System.out.println(json(plan));
            return;
        }
        for (Remark remark : plan.remarks()) {
            switch (remark.severity()) {
                case INFO -> log.info(remark.text());
                case WARNING -> log.warn(remark.text());
            }
        }
        lines(plan).forEach(System.out::println);
        log.info("Nothing has been done: aml.dryRun is set.");
    }

    /** Nothing that is empty; an item of a list on each line; the command as it would be typed. */
    static List<String> lines(RunPlan plan) {
        List<String> lines = new ArrayList<>();
        plan.parts().forEach((title, values) -> {
            lines.add(title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1));
            add(lines, "  ", values);
        });
        if (!plan.command().isEmpty()) {
            lines.add("Command");
            lines.add("  " + plan.command().stream().map(PlanDetails::word).collect(Collectors.joining(" ")));
        }
        return lines;
    }

    /** With the remarks. */
    static String json(RunPlan plan) {
        Map<String, Object> object = new LinkedHashMap<>(plan.parts());
        object.put("command", plan.command());
        object.put(
                "remarks",
                plan.remarks().stream()
                        .map(remark -> Map.of(
                                "severity", remark.severity().name().toLowerCase(Locale.ROOT), "text", remark.text()))
                        .toList());
        return Json.pretty(object);
    }

    private static void add(List<String> lines, String indent, Map<?, ?> values) {
        Map<String, Object> shown = new LinkedHashMap<>();
        values.forEach((name, value) -> shown.put(RowPrinter.cell(name), value));
        shown.values().removeIf(value -> value.equals(List.of()) || value.equals(Map.of()) || value.equals(""));
        int width = shown.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Map<?, ?>))
                .mapToInt(entry -> entry.getKey().length())
                .max()
                .orElse(0);
        shown.forEach((name, value) -> {
            if (value instanceof Map<?, ?> map) {
                lines.add(indent + name);
                add(lines, indent + "  ", map);
                return;
            }
            String begin = indent + name + " ".repeat(width - name.length()) + "  ";
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    lines.add((i == 0 ? begin : " ".repeat(begin.length())) + RowPrinter.cell(list.get(i)));
                }
            } else {
                lines.add(begin + RowPrinter.cell(value));
            }
        });
    }

    /** As a shell would read it back. */
    private static String word(String word) {
        boolean plain = word.matches("[A-Za-z0-9_./:=@%+,~-]+");
        return RowPrinter.cell(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
}
