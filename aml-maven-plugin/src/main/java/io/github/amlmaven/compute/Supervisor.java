package io.github.amlmaven.compute;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The small process that runs one script and writes down how it ended, seen through the files it keeps in
 * {@code azureml-setup}: {@code started/pid}, {@code heartbeat}, {@code complete}.
 */
record Supervisor(RunDirectory directory) {
    static final List<String> SCRIPTS = List.of("supervisor.sh", "first_process.sh", "watch.sh");
    /** The environment variable by which every process of a run can be told. */
    static final String MARK = "AML_RUN_MARK";

    private static final String SUPERVISOR = "azureml-setup/supervisor.sh";
    private static final Path PROC = Path.of("/proc");
    private static final int MOST_BYTES = 256;
    /** From making its folder to writing its number into it takes a supervisor less than this. */
    private static final long STARTING_MILLIS = 2000;

    private static final long POLL_MILLIS = 10;

    /** What starts it; the command of the script follows. */
    static List<String> command(Job.Limits limits, List<String> namespace) {
        List<String> command = new ArrayList<>();
        Path setsid = SearchPath.find("setsid");
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.add("/bin/sh");
        command.add(SUPERVISOR);
        command.addAll(limits(limits));
        command.add(String.join(" ", namespace));
        return command;
    }

    /** The grace period and the time limit, in seconds. */
    static List<String> limits(Job.Limits limits) {
        return List.of(
                Long.toString(limits.gracePeriod().toSeconds()),
                Long.toString(
                        limits.timeout() == null
                                ? 0
                                : Math.max(1, limits.timeout().plusMillis(999).toSeconds())));
    }

    /** How the script ended; empty while nothing has been written down. */
    Optional<ExitStatus> status() {
        String text = text("complete");
        StringTokenizer words = new StringTokenizer(text == null ? "" : text);
        if (words.countTokens() != 3) {
            return Optional.empty();
        }
        try {
            int code = Integer.parseInt(words.nextToken());
            int signal = Integer.parseInt(words.nextToken());
            boolean outOfMemory = words.nextToken().equals("1");
            ExitStatus.Cause cause = exists("timed_out") ? ExitStatus.Cause.TIMED_OUT : ExitStatus.Cause.EXITED;
            return code < 0 || code > 255
                    ? Optional.empty()
                    : Optional.of(new ExitStatus(cause, code, signal, outOfMemory));
        } catch (NumberFormatException e) {
            return Optional.empty(); // the script has written its own end over ours
        }
    }

    /** Whether it has been asked to end itself, and not only its script: its container is being stopped. */
    boolean askedToEnd() {
        return exists("asked_to_end");
    }

    /** Says how many processes the script had left running. */
    void tellStragglers() {
        tellStragglers(stragglers());
    }

    /** As the other, when somebody has counted. */
    void tellStragglers(int found) {
        if (found > 0) {
            directory.log("The script had left " + found
                    + (found == 1
                            ? " process running; it was asked to end."
                            : " processes running; they were asked to end."));
        }
    }

    /** How many processes the script had left running when it ended; they are gone by now. */
    int stragglers() {
        String count = text("stragglers");
        return count != null && count.strip().matches("[0-9]{1,6}") ? Integer.parseInt(count.strip()) : 0;
    }

    /** Whether the script has been started, or is about to be. */
    boolean started() {
        return Files.isDirectory(directory.setup().resolve("started"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Waits until it has begun; false when it does not. */
    boolean awaitStart() {
        for (long waited = 0; !started() && waited < STARTING_MILLIS; waited += POLL_MILLIS) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return started();
    }

    /**
     * Keeps a supervisor that has not begun from ever beginning; to be asked once one may have been started.
     *
     * @return false when one has begun
     */
    boolean preventStart() throws IOException {
        try {
            // A file where the supervisor makes its folder.
            Files.createFile(directory.setup().resolve("started"), RunDirectory.OWNER_ONLY_FILE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return !started();
        } catch (NoSuchFileException e) {
            return false; // the script has taken the folder away
        }
    }

    /** The living supervisor; empty when it is gone. */
    Optional<ProcessHandle> find() {
        for (long waited = 0; started() && waited < STARTING_MILLIS; waited += POLL_MILLIS) {
            String pid = text("started/pid");
            if (pid != null && pid.strip().matches("[1-9][0-9]{0,9}")) {
                return ProcessHandle.of(Long.parseLong(pid.strip())).filter(this::isOurs);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        // The script has taken the folder away.
        return ProcessHandle.allProcesses()
                .filter(process -> Arrays.asList(process.info().arguments().orElse(new String[0]))
                        .contains(SUPERVISOR))
                .filter(this::isOurs)
                .findFirst();
    }

    /** A process number is used again, so the run's mark has to be on it where that can be seen. */
    private boolean isOurs(ProcessHandle process) {
        if (!Files.isDirectory(PROC)) {
            return process.isAlive();
        }
        Path folder = PROC.resolve(Long.toString(process.pid()));
        return process.isAlive()
                && !ProcessMarks.isDead(folder)
                && marks(process.pid()).inEnvironment(folder);
    }

    /** The run's mark: its folder is its own even where two histories have given the same id. ASCII, unlike the folder. */
    String mark() {
        byte[] folder = directory.root().toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(folder).toString();
    }

    ProcessMarks marks(long session) {
        return new ProcessMarks(MARK + "=" + mark(), session, directory.driverLog());
    }

    private boolean exists(String name) {
        return Files.exists(directory.setup().resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** A small file; null when there is none, or the script has put something else in its place. */
    private @Nullable String text(String name) {
        Path file = directory.setup().resolve(name);
        try {
            if (!directory.isIntact(file) || Files.size(file) > MOST_BYTES) {
                return null;
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return null;
        }
    }
}
