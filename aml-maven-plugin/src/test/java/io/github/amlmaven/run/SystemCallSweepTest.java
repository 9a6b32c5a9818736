package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The build is killed at, or gets an error from, the N-th system call of each kind that changes files, for every N of a
 * run; strace lets go of every program the build starts, so the script's own calls are left alone.
 */
class SystemCallSweepTest {
    private static final String CALLS =
            "write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,"
                    + "mkdir,mkdirat,unlink,unlinkat,rmdir,chmod,fchmod,fchmodat,copy_file_range,sendfile";
    private static final Pattern CALL = Pattern.compile("(\\d+) +([a-z_0-9]+)\\(.*");
    private static final long LONGEST_SECONDS = 60;
    private static final int ATTEMPTS = 5;

    @TempDir
    Path temp;

    /** One place to strike. */
    private record Place(String call, int when) {}

    @BeforeEach
    void needsStrace() throws Exception {
        Path trace = temp.resolve("probe");
        boolean works;
        try {
            works = new ProcessBuilder("strace", "-f", "-b", "execve", "-o", trace.toString(), "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            works = false;
        }
        Required.that(works, "no strace, or it may not trace -> apt-get install strace, and allow ptrace");
    }

    @Test
    void killedAtAnyCallNothingIsLost() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        List<Place> places = places(scene);
        Tries tries = Tries.of("killed at one of " + places.size() + " system calls", 5, places.size());
        Collections.shuffle(places, tries.random());
        for (Place place : places.subList(0, tries.count())) {
            strike(scene, place, "signal=KILL");
            scene.recover();
        }
        new RunPromise(scene, true).check();
        tries.done(scene.history.newest() + " runs claimed, "
                + scene.lines("starts").size() + " scripts started, slowest sweep " + scene.slowestRecovery + " ms");
    }

    @Test
    void anErrorOfAnyCallIsToldInWordsAndNothingIsLost() throws Exception {
        CrashScene scene = new CrashScene(temp, CrashScene.SCRIPT);
        List<Place> places = places(scene);
        Tries tries = Tries.of("an error of one of " + places.size() + " system calls", 5, places.size());
        Collections.shuffle(places, tries.random());
        Map<String, Integer> ends = new TreeMap<>();
        for (Place place : places.subList(0, tries.count())) {
            String error = tries.random().nextBoolean() ? "EIO" : "ENOSPC";
            strike(scene, place, "error=" + error);
            String said = scene.said();
            assertThat(said)
                    .as(place + " " + error)
                    .doesNotContain("\tat ")
                    .doesNotContain("Exception in thread")
                    .containsAnyOf("ended: ", "failed: ");
            ends.merge(said.contains("ended: ") ? "went on" : "told", 1, Integer::sum);
            scene.recover();
        }
        new RunPromise(scene, true).check();
        tries.done(ends + ", slowest sweep " + scene.slowestRecovery + " ms");
    }

    /** Every call of an undisturbed run, numbered by kind; strace counts each thread's by itself. */
    private List<Place> places(CrashScene scene) throws Exception {
        Path trace = strace(scene, "trace");
        Map<String, Map<String, Integer>> most = new LinkedHashMap<>();
        for (String line : Files.readAllLines(trace)) {
            Matcher call = CALL.matcher(line);
            if (call.matches()) {
                most.computeIfAbsent(call.group(2), name -> new TreeMap<>()).merge(call.group(1), 1, Integer::sum);
            }
        }
        assertThat(most).as("kinds of calls in " + trace).containsKeys("write", "fsync", "link", "mkdir", "unlink");
        List<Place> places = new ArrayList<>();
        most.forEach((call, threads) -> {
            for (int when = 1; when <= Collections.max(threads.values()); when++) {
                places.add(new Place(call, when));
            }
        });
        return places;
    }

    private void strike(CrashScene scene, Place place, String how) throws Exception {
        strace(
                scene,
                "trace-" + place.call() + "-" + place.when(),
                "-e",
                "inject=" + place.call() + ":" + how + ":when=" + place.when());
    }

    /** Runs a build under strace from the moment it begins its work; strace does not always get hold of it at once. */
    private Path strace(CrashScene scene, String name, String... injection) throws Exception {
        Path trace = temp.resolve(name);
        for (int attempt = 1; ; attempt++) {
            Process build = scene.ready("run");
            Path words = temp.resolve(name + "." + attempt + ".words");
            Process strace = attached(build, trace, words, injection);
            if (strace == null) {
                build.destroyForcibly().waitFor();
                assertThat(attempt).as("strace: " + Files.readString(words)).isLessThan(ATTEMPTS);
                continue;
            }
            CrashScene.go(build);
            assertThat(build.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(name + " ends")
                    .isTrue();
            strace.waitFor();
            return trace;
        }
    }

    private static @Nullable Process attached(Process build, Path trace, Path words, String... injection)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "strace", "-f", "-b", "execve", "-e", "trace=" + CALLS, "-e", "signal=none", "-o", trace.toString()));
        command.addAll(List.of(injection));
        command.addAll(List.of("-p", Long.toString(build.pid())));
        Process strace =
                new ProcessBuilder(command).redirectError(words.toFile()).start();
        while (strace.isAlive()) {
            if (Files.readString(words).contains("attached")) {
                return strace;
            }
            CrashScene.pause(5);
        }
        return null;
    }
}
