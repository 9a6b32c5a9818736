package io.github.amlmaven.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tells whether a run that was made again has the results of the first. */
public final class ResultComparison {
    /** Of an environment what is of the user and this plugin, and of no result. */
    private static final Set<String> NO_CAUSE =
            Set.of("user_id", "plugin_version", "environment_given", "environment_inherited");

    private static final int MOST_LOOKED_INTO = 20;

    private final RunHistory history;
    private final Tolerance tolerance;
    private final IgnoredArtifacts ignored;

    /**
     * A comparison with these rules.
     *
     * @param tolerance how far apart two numbers may be, relative to the larger of both; 0: not at all
     * @param ignored globs for artifacts that may differ, such as {@code outputs/*.png}
     * @throws io.github.amlmaven.AmlException for a glob that is none
     */
    public ResultComparison(RunHistory history, double tolerance, List<String> ignored) {
        this.history = history;
        this.tolerance = new Tolerance(tolerance);
        this.ignored = IgnoredArtifacts.of(ignored);
    }

    /**
     * Compares end, metrics and artifacts; logs are not compared.
     *
     * @param original a run that has ended
     * @param repeated another one that has ended
     */
    public Verdict compare(RunRecord original, RunRecord repeated) throws IOException {
        List<ResultDifference> differences = new ArrayList<>();
        compareEnds(original, repeated, differences);
        compareMetrics(original, repeated, differences);
        Set<String> leftOut = new TreeSet<>();
        int artifacts = compareArtifacts(original, repeated, differences, leftOut);
        return new Verdict(
                original,
                repeated,
                List.copyOf(differences),
                differences.isEmpty() ? List.of() : causes(original, repeated),
                List.copyOf(leftOut),
                original.metrics().size(),
                artifacts);
    }

    private static void compareEnds(RunRecord original, RunRecord repeated, List<ResultDifference> differences) {
        if (original.status() != repeated.status()) {
            differences.add(new ResultDifference("status", end(repeated) + " instead of " + end(original), List.of()));
        } else if (!ComparedValue.isSame(original.exitCode(), repeated.exitCode())) {
            differences.add(new ResultDifference(
                    "exit code", repeated.exitCode() + " instead of " + original.exitCode(), List.of()));
        }
    }

    private static String end(RunRecord run) {
        return run.status().label()
                + run.reason().map(reason -> " (" + reason.words() + ")").orElse("");
    }

    private void compareMetrics(RunRecord original, RunRecord repeated, List<ResultDifference> differences) {
        Map<String, Object> first = original.metrics();
        Map<String, Object> second = repeated.metrics();
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        for (String metric : names) {
            String name = "metric " + metric;
            Object then = first.get(metric);
            Object now = second.get(metric);
            if (then == null) {
                differences.add(new ResultDifference(name, "is new: " + ValueDifferences.shown(now), List.of()));
            } else if (now == null) {
                differences.add(new ResultDifference(name, "is gone: " + ValueDifferences.shown(then), List.of()));
            } else {
                ValueDifferences found = new ValueDifferences(tolerance);
                found.compare("", then, now);
                if (found.count() > 0) {
                    differences.add(metric(name, then, now, found));
                }
            }
        }
    }

    private static ResultDifference metric(String name, Object then, Object now, ValueDifferences found) {
        double distance = found.distance();
        String relative = Double.isNaN(distance) ? "" : ", relative difference " + Verdict.digits(distance);
        if (!(then instanceof List<?> series) || !(now instanceof List<?>)) {
            return new ResultDifference(
                    name,
                    ValueDifferences.shown(now) + " instead of " + ValueDifferences.shown(then) + relative,
                    List.of(),
                    distance);
        }
        return new ResultDifference(
                name,
                found.count() + (found.count() == 1 ? " difference in " : " differences in ") + series.size()
                        + " values" + relative,
                found.lines().stream()
                        .map(line -> line.startsWith("[") ? "value " + line : line)
                        .toList(),
                distance);
    }

    private int compareArtifacts(
            RunRecord original, RunRecord repeated, List<ResultDifference> differences, Set<String> leftOut)
            throws IOException {
        Map<String, Artifact> first = artifacts(original, leftOut);
        Map<String, Artifact> second = artifacts(repeated, leftOut);
        Map<String, NotCollected> firstLeft = notCollected(original, leftOut);
        Map<String, NotCollected> secondLeft = notCollected(repeated, leftOut);
        Set<String> paths = new TreeSet<>(first.keySet());
        paths.addAll(second.keySet());
        int lookedInto = 0;
        for (String path : paths) {
            Artifact then = first.get(path);
            Artifact now = second.get(path);
            if (then != null && now != null) {
                if (!then.sha256().equals(now.sha256())) {
                    ArtifactPair pair = new ArtifactPair(history, original, then, repeated, now);
                    ArtifactDifference found = new ArtifactDifference(pair, tolerance);
                    (lookedInto++ < MOST_LOOKED_INTO ? found.describe() : found.sizes()).ifPresent(differences::add);
                }
            } else {
                NotCollected left = (then == null ? firstLeft : secondLeft).get(path);
                String words = then == null ? "is new" : "is missing";
                differences.add(new ResultDifference(
                        path, words + (left == null ? "" : ": was not collected, " + left.reason()), List.of()));
            }
        }
        compareNotCollected(firstLeft, secondLeft, paths, differences, leftOut);
        return first.size();
    }

    /** Of what was collected of neither run there is the size alone. */
    private static void compareNotCollected(
            Map<String, NotCollected> first,
            Map<String, NotCollected> second,
            Set<String> compared,
            List<ResultDifference> differences,
            Set<String> leftOut) {
        Set<String> paths = new TreeSet<>(first.keySet());
        paths.addAll(second.keySet());
        paths.removeAll(compared);
        for (String path : paths) {
            NotCollected then = first.get(path);
            NotCollected now = second.get(path);
            if (then == null || now == null) {
                differences.add(new ResultDifference(
                        path, (then == null ? "is new" : "is missing") + ", and was not collected", List.of()));
            } else if (then.size() != now.size()) {
                differences.add(new ResultDifference(
                        path, now.size() + " bytes instead of " + then.size() + "; not collected", List.of()));
            } else {
                leftOut.add(path + " (not collected)");
            }
        }
    }

    private Map<String, Artifact> artifacts(RunRecord run, Set<String> leftOut) {
        Map<String, Artifact> artifacts = new TreeMap<>();
        for (Artifact artifact : run.artifacts()) {
            if (isCompared(artifact.path().value(), leftOut)) {
                artifacts.put(artifact.path().value(), artifact);
            }
        }
        return artifacts;
    }

    private Map<String, NotCollected> notCollected(RunRecord run, Set<String> leftOut) {
        Map<String, NotCollected> files = new TreeMap<>();
        for (NotCollected file : run.notCollected()) {
            if (isCompared(file.path(), leftOut)) {
                files.put(file.path(), file);
            }
        }
        return files;
    }

    /** Logs have times in them. */
    private boolean isCompared(String path, Set<String> leftOut) {
        if (path.startsWith("azureml-logs/")) {
            return false;
        }
        if (ignored.has(path)) {
            leftOut.add(path);
            return false;
        }
        return true;
    }

    private List<String> causes(RunRecord original, RunRecord repeated) throws IOException {
        RunComparison comparison = RunComparison.of(history, List.of(original, repeated));
        List<String> causes = new ArrayList<>();
        for (String section : List.of("arguments", "configuration", "environment")) {
            for (ComparedValue value : comparison.section(section).differences()) {
                if (!NO_CAUSE.contains(value.name())) {
                    causes.add(value.name() + " is "
                            + ValueDifferences.shown(value.values().get(1)) + " instead of "
                            + ValueDifferences.shown(value.values().get(0)));
                }
            }
        }
        for (ComparedValue value : comparison.section("code").differences()) {
            causes.add("code: " + value.name() + " " + value.values().get(1));
        }
        return causes;
    }
}
