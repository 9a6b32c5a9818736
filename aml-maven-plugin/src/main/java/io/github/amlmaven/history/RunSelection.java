package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Several runs, as users name them: {@code 3,5..9}, {@code last}, {@code label:best}, run ids. */
public final class RunSelection {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,8}) *\\.\\. *([0-9]{1,8})");

    private final List<String> parts;

    private RunSelection(List<String> parts) {
        this.parts = parts;
    }

    /**
     * Reads what the user has typed; nothing has been looked up yet.
     *
     * @throws AmlException when it names no run at all, or a range that ends before it begins
     */
    public static RunSelection parse(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String selector = part.strip();
            Matcher range = RANGE.matcher(selector);
            if (selector.isEmpty()
                    || (range.matches() && Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2)))) {
                throw new AmlException(
                        "'" + text + "' does not say which runs",
                        "set -Daml.run to numbers, ranges, run ids, last or label:<label>: -Daml.run=3,5..9");
            }
            parts.add(selector);
        }
        return new RunSelection(parts);
    }

    /**
     * The runs, each once, in the order in which they are named; of a range those that are there, also deleted ones.
     *
     * @throws AmlException when one that is named by itself is not there, or none of a range is
     */
    public List<RunRecord> in(RunHistory history) throws IOException {
        Map<Integer, RunRecord> chosen = new LinkedHashMap<>();
        Map<Integer, RunRecord> all = null;
        for (String part : parts) {
            Matcher range = RANGE.matcher(part);
            if (range.matches()) {
                all = all == null ? byNumber(history) : all;
                add(part, range, all, chosen);
            } else {
                RunRecord run = history.find(part);
                chosen.putIfAbsent(run.number(), run);
            }
        }
        return List.copyOf(chosen.values());
    }

    private static void add(String part, Matcher range, Map<Integer, RunRecord> all, Map<Integer, RunRecord> chosen) {
        boolean any = false;
        for (RunRecord run : all.values()) {
            if (run.number() >= Integer.parseInt(range.group(1)) && run.number() <= Integer.parseInt(range.group(2))) {
                chosen.putIfAbsent(run.number(), run);
                any = true;
            }
        }
        if (!any) {
            throw new AmlException(
                    "there is no run from " + part.replace("..", " to "), "mvn aml:history lists those there are");
        }
    }

    private static Map<Integer, RunRecord> byNumber(RunHistory history) throws IOException {
        Map<Integer, RunRecord> runs = new TreeMap<>();
        history.list(RunFilter.ALL).runs().forEach(run -> runs.put(run.number(), run));
        return runs;
    }

    /** Numbers as they are typed, the shortest way: {@code 3,5..9}. */
    public static String of(List<RunRecord> runs) {
        List<Integer> numbers =
                runs.stream().map(RunRecord::number).sorted().distinct().toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); ) {
            int end = i;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(numbers.get(i));
            if (end > i) {
                text.append(end > i + 1 ? ".." : ",").append(numbers.get(end));
            }
            i = end + 1;
        }
        return text.toString();
    }
}
