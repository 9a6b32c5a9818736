package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * This computer: the script runs in its run directory, with what is installed here.
 *
 * <p>The script is the child of a small supervisor in a session of its own, so that the terminal's Ctrl-C reaches only
 * us, and writes to a file, so that it never meets a closed pipe.
 */
public final class LocalTarget implements ComputeTarget {
    private static final String[] PYTHON_FILES = {
        "run_script.py",
        "azureml/__init__.py",
        "azureml/logging/__init__.py",
        "azureml/sdk/__init__.py",
        "azureml/sdk/data_collector.py",
        "azureml_sdk/__init__.py",
        "azureml_sdk/data_collector.py"
    };
    private static final long FASTEST_POLL_MILLIS = 2;
    private static final long SLOWEST_POLL_MILLIS = 50;

    private final Settings settings;
    private final ProjectId project;

    private LocalTarget(Settings settings, ProjectId project) {
        this.settings = settings;
        this.project = project;
    }

    /**
     * The keys of a {@code .compute} file of type {@code local}.
     *
     * @param pythonLocation the interpreter, a full path or a name on the {@code PATH}; null: {@code python3}, else
     *     {@code python}
     * @param nativeSharedDirectory the base of the share folder, {@code ~} allowed; null: no share folder
     */
    public record Settings(
            String name,
            @Nullable String pythonLocation,
            @Nullable String nativeSharedDirectory) implements TargetSettings {
        @Override
        public String type() {
            return "local";
        }

        @Override
        public ComputeTarget open(ProjectId project) {
            return new LocalTarget(this, project);
        }
    }

    @Override
    public List<String> check(Job job) {
        if (SearchPath.find("/bin/sh") == null) {
            throw new AmlException(
                    "the local target needs a POSIX shell, and there is no /bin/sh",
                    "on Windows run Maven inside WSL: https://learn.microsoft.com/windows/wsl");
        }
        Interpreter interpreter = Interpreter.of(job.project(), job.script(), settings.pythonLocation());
        if (settings.nativeSharedDirectory() != null) {
            ShareDirectory.of(settings.nativeSharedDirectory(), project).create();
        }
        return interpreter.remark() == null ? List.of() : List.of(interpreter.remark());
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        directory.addResource("supervisor.sh");
        Interpreter interpreter = Interpreter.of(directory.root(), job.script(), settings.pythonLocation());
        if (interpreter.python()) {
            for (String file : PYTHON_FILES) {
                directory.addResource(file);
            }
        }
        Files.createFile(directory.driverLog(), RunDirectory.OWNER_ONLY_FILE);
        Process supervisor = start(job, directory, interpreter);
        ProcessTree tree = new ProcessTree(supervisor.toHandle(), directory.run());
        ExitStatus.Cause cause;
        try (LogFollower log = new LogFollower(directory.driverLog(), console)) {
            cause = watch(job, supervisor, tree, log, cancellation);
            int stragglers = tree.endStragglers(job.limits().gracePeriod());
            if (stragglers > 0) {
                directory.log("Ended " + stragglers + " processes that the script had left running.");
            }
            while (log.copy()) {
                // what was printed last
            }
        }
        return status(directory, supervisor, cause);
    }

    private Process start(Job job, RunDirectory directory, Interpreter interpreter) throws IOException {
        List<String> command = new ArrayList<>();
        Path setsid = SearchPath.find("setsid");
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.add("/bin/sh");
        command.add("azureml-setup/supervisor.sh");
        command.addAll(interpreter.command());
        command.addAll(job.arguments());
        directory.log("Running: " + command);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.root().toFile());
        Map<String, String> environment = builder.environment();
        Map<String, String> inherited =
                ScriptEnvironment.inherited(environment, job.environment().inherited());
        environment.clear();
        environment.putAll(inherited);
        environment.putAll(runVariables(job, directory, inherited));
        environment.putAll(job.environment().variables());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.driverLog().toFile()));
        return builder.start();
    }

    /** The variables of the Workbench that make sense without a service. */
    private Map<String, String> runVariables(Job job, RunDirectory directory, Map<String, String> inherited) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("AZUREML_RUN_ID", directory.run().value());
        variables.put("AZUREML_TRACKED_RUN", job.environment().tracked() ? "True" : "False");
        variables.put("AZUREML_ARM_WORKSPACE_NAME", project.workspace());
        variables.put("AZUREML_ARM_PROJECT_NAME", project.project());
        variables.put("AZUREML_LOGDIRECTORY_PATH", "azureml-logs/");
        variables.put("AZUREML_DRIVERLOG_PATH", "azureml-logs/driver_log.txt");
        variables.put("AZUREML_CONTROLLOG_PATH", "azureml-logs/control_log.txt");
        variables.put("AZUREML_PIDFILE_PATH", "azureml-setup/pid.txt");
        variables.put("AZUREML_COMPLETEFILE_PATH", "azureml-setup/complete");
        variables.put("AZUREML_RUN_CONFIGURATION", "azureml-setup/mutated_run_configuration.yml");
        variables.put("AZUREML_METRICS_FILE", directory.metrics().toString());
        variables.put("AZUREML_UPLOADS_DIRECTORY", directory.uploads().toString());
        variables.put("PYTHONUNBUFFERED", "YES");
        variables.put("PYTHONIOENCODING", "UTF-8");
        variables.put("PYTHONUTF8", "1");
        String pythonPath = inherited.get("PYTHONPATH");
        variables.put(
                "PYTHONPATH",
                pythonPath == null || pythonPath.isEmpty()
                        ? directory.setup().toString()
                        : directory.setup() + ":" + pythonPath);
        if (settings.nativeSharedDirectory() != null) {
            variables.put(
                    "AZUREML_NATIVE_SHARE_DIRECTORY",
                    ShareDirectory.of(settings.nativeSharedDirectory(), project).variable());
        }
        return variables;
    }

    private static ExitStatus.Cause watch(
            Job job, Process supervisor, ProcessTree tree, LogFollower log, Cancellation cancellation)
            throws IOException {
        Duration timeout = job.limits().timeout();
        long start = System.nanoTime();
        long pause = FASTEST_POLL_MILLIS;
        boolean ended = false;
        while (!ended) {
            boolean more = log.copy();
            if (cancellation.requested()) {
                end(job, supervisor, tree, log);
                return ExitStatus.Cause.CANCELED;
            }
            if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                end(job, supervisor, tree, log);
                return ExitStatus.Cause.TIMED_OUT;
            }
            pause = more ? FASTEST_POLL_MILLIS : Math.min(SLOWEST_POLL_MILLIS, pause * 2);
            ended = waitFor(supervisor, more ? 0 : pause, cancellation);
        }
        return ExitStatus.Cause.EXITED;
    }

    /** Ends the script: a request, the grace period, force. */
    private static void end(Job job, Process supervisor, ProcessTree tree, LogFollower log) throws IOException {
        tree.terminate();
        long deadline = System.nanoTime() + job.limits().gracePeriod().toNanos();
        Cancellation interrupted = new Cancellation();
        while (System.nanoTime() < deadline && !interrupted.requested()) {
            log.copy();
            if (waitFor(supervisor, FASTEST_POLL_MILLIS, interrupted)) {
                return;
            }
        }
        tree.kill();
        // The supervisor ends by itself now that its script is gone; if even that fails, it is ended too.
        if (!waitFor(supervisor, TimeUnit.SECONDS.toMillis(5), interrupted)) {
            supervisor.destroyForcibly();
        }
    }

    private static boolean waitFor(Process supervisor, long millis, Cancellation cancellation) {
        try {
            return supervisor.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // How an IDE or the Maven daemon says Ctrl-C. The flag stays cleared: it would break collecting.
            cancellation.request();
            return false;
        }
    }

    private static ExitStatus status(RunDirectory directory, Process supervisor, ExitStatus.Cause cause) {
        boolean known = Files.exists(directory.setup().resolve("complete")) && !supervisor.isAlive();
        if (!known) {
            return new ExitStatus(cause == ExitStatus.Cause.EXITED ? ExitStatus.Cause.UNKNOWN : cause, -1);
        }
        return new ExitStatus(cause, supervisor.exitValue());
    }
}
