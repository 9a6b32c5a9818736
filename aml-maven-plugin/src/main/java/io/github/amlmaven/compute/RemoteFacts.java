package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What another computer says of itself, with what is there for a target of some type. */
public final class RemoteFacts {
    private final Map<String, String> facts;
    private final Duration clockAhead;

    private RemoteFacts(Map<String, String> facts, Duration clockAhead) {
        this.facts = facts;
        this.clockAhead = clockAhead;
    }

    /**
     * What is asked besides what is always asked.
     *
     * @param python the one that is wanted; empty: one of the usual names
     * @param spark the {@code spark-submit} that is wanted; empty: none
     * @param docker whether a Docker engine is looked for
     */
    record Wanted(String python, String spark, boolean docker) {}

    /** Asks it; takes as long as its programs take to tell their versions. */
    static RemoteFacts ask(SshConnection connection, Wanted wanted) throws IOException {
        long before = System.currentTimeMillis();
        String said = connection.call(
                "looking what it has",
                new RemoteCall("remote_facts.sh", wanted.python(), wanted.spark(), wanted.docker() ? "yes" : "no"),
                in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
        long after = System.currentTimeMillis();
        Map<String, String> facts = new HashMap<>();
        for (String line : said.split("\n", -1)) {
            int end = line.indexOf('=');
            if (end > 0) {
                facts.put(
                        line.substring(0, end),
                        // It goes to the user's terminal.
                        line.substring(end + 1).strip().replaceAll("\\p{Cntrl}", "?"));
            }
        }
        return new RemoteFacts(facts, ahead(facts.get("clock"), before, after));
    }

    /** Its clock was read at some moment between the question and the answer, and has seconds only. */
    private static Duration ahead(@Nullable String clock, long before, long after) {
        if (clock == null || !clock.matches("[0-9]{1,12}")) {
            return Duration.ZERO;
        }
        Instant there = Instant.ofEpochSecond(Long.parseLong(clock));
        Instant earliest = Instant.ofEpochMilli(before);
        Instant latest = Instant.ofEpochMilli(after);
        if (there.isAfter(latest)) {
            return Duration.between(latest, there);
        }
        Instant end = there.plusSeconds(1);
        return end.isBefore(earliest) ? Duration.between(earliest, end) : Duration.ZERO;
    }

    /** The user that it knows us as. */
    public String user() {
        return of("user").orElse("");
    }

    public String home() {
        return of("home").orElse("");
    }

    /** Such as {@code Ubuntu 22.04.3 LTS, x86_64, 4 processors}. */
    public String system() {
        return of("system").orElse("unknown");
    }

    /** Path and version; empty: there is none. */
    public Optional<String> python() {
        return of("python").map(path -> path + ", " + of("python_version").orElse("version unknown"));
    }

    /** The programs of every Linux that it lacks. */
    public List<String> missing() {
        return of("missing").map(names -> List.of(names.split(" ", -1))).orElse(List.of());
    }

    /** The version of its Docker engine; empty: it cannot be used, or was not looked for. */
    public Optional<String> docker() {
        return of("docker");
    }

    /** Why its Docker engine cannot be used. */
    public Optional<String> dockerProblem() {
        return of("docker_problem");
    }

    /** Path and version of {@code spark-submit}; empty: there is none, or it was not looked for. */
    public Optional<String> spark() {
        return of("spark").map(path -> path + ", " + of("spark_version").orElse("version unknown"));
    }

    /** Bytes free in its home folder; negative: that cannot be told. */
    public long freeBytes() {
        return of("free_kib")
                        .filter(free -> free.matches("[0-9]{1,15}"))
                        .map(Long::parseLong)
                        .orElse(-1L)
                * 1024;
    }

    /** How far its clock is ahead of ours, at the least; negative: behind. */
    public Duration clockAhead() {
        return clockAhead;
    }

    private Optional<String> of(String name) {
        return Optional.ofNullable(facts.get(name)).filter(value -> !value.isEmpty());
    }
}
