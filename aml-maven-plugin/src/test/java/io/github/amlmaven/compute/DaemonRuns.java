package io.github.amlmaven.compute;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scripts that leave a process behind, each in another style; also a program, to be run as another user. */
final class DaemonRuns {
    static final String ALL_AT_ONCE = "env -i setsid, nothing open";
    static final Map<String, String> STYLES = styles();

    private static final ProjectId PROJECT = new ProjectId("local", "default", "daemons");

    private DaemonRuns() {}

    private static Map<String, String> styles() {
        Map<String, String> styles = new LinkedHashMap<>();
        styles.put("&", "sleep N &");
        styles.put("setsid", "setsid sleep N &");
        styles.put("double fork", "( (sleep N &) & )");
        styles.put("nohup", "nohup sleep N > /dev/null 2>&1 &");
        styles.put("disown", "bash -c 'sleep N & disown'");
        styles.put("env -i", "env -i /bin/sleep N &");
        styles.put("group of its own", "sh -c 'set -m; sleep N &'");
        styles.put("begun after the end", "(sleep 0.3; sleep N) &");
        styles.put("descriptors closed", "sleep N <&- >&- 2>&- &");
        styles.put(ALL_AT_ONCE, "env -i /usr/bin/setsid /bin/sleep N < /dev/null > /dev/null 2>&1 &");
        return styles;
    }

    /** Prints the styles whose process outlived its run: {@code <folder> <own processes>}. */
    public static void main(String[] args) throws IOException {
        System.out.println("namespace: " + !Namespace.options().isEmpty());
        for (String style : left(Path.of(args[0]), Boolean.parseBoolean(args[1]))) {
            System.out.println("left: " + style);
        }
    }

    /** The styles whose process outlived its run; they are ended afterwards. */
    static List<String> left(Path folder, boolean ownProcesses) throws IOException {
        ComputeTarget target = new LocalTarget.Settings("local", null, null).open(PROJECT, Credentials.NONE);
        List<String> left = new ArrayList<>();
        RunsFolder runs = RunsFolder.at(folder.resolve("runs"));
        long millis = System.currentTimeMillis();
        for (Map.Entry<String, String> style : STYLES.entrySet()) {
            // A time by which the process can be told from all others.
            String time = "600." + ++millis;
            run(target, runs.create(RunId.of(PROJECT, millis)), style.getValue().replace("N", time), ownProcesses);
            if (endThoseThatSleep(time)) {
                left.add(style.getKey());
            }
        }
        return left;
    }

    /** As the other, of a target whose runs take their time: all styles in one run, each with a time of its own. */
    static List<String> left(ComputeTarget target, RunDirectory directory) throws IOException {
        long millis = System.currentTimeMillis();
        Map<String, String> times = new LinkedHashMap<>();
        StringBuilder script = new StringBuilder();
        for (Map.Entry<String, String> style : STYLES.entrySet()) {
            times.put(style.getKey(), "600." + ++millis);
            script.append(style.getValue().replace("N", "600." + millis)).append('\n');
        }
        run(target, directory, script.toString(), true);
        List<String> left = new ArrayList<>();
        for (Map.Entry<String, String> style : times.entrySet()) {
            if (endThoseThatSleep(style.getValue())) {
                left.add(style.getKey());
            }
        }
        return left;
    }

    private static void run(ComputeTarget target, RunDirectory directory, String script, boolean ownProcesses)
            throws IOException {
        Files.writeString(directory.root().resolve("run.sh"), script + "\nsleep 0.1\n");
        directory.addRunFolders();
        Job job = new Job(
                directory.root(),
                "run.sh",
                List.of(),
                new Job.Environment(Map.of(), List.of(), true),
                Requirements.NONE,
                new Job.Limits(null, Duration.ofSeconds(2), ownProcesses, Long.MAX_VALUE));
        target.run(job, directory, OutputStream.nullOutputStream(), new Cancellation());
    }

    /** Whether there were any. */
    private static boolean endThoseThatSleep(String time) {
        List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> hasArgument(process.pid(), time))
                .toList();
        found.forEach(ProcessHandle::destroyForcibly);
        return !found.isEmpty();
    }

    private static boolean hasArgument(long pid, String argument) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains("\0" + argument + "\0");
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
