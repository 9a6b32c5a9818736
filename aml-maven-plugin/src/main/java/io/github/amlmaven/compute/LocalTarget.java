package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * This computer: the script runs in its run directory, with what is installed here.
 *
 * <p>The script is the child of a small supervisor in a session of its own, so that the terminal's Ctrl-C reaches only
 * us, and writes to a file, so that it never meets a closed pipe.
 */
public final class LocalTarget implements ComputeTarget {
    /** From here on a code stands for a signal. */
    private static final int LAST_EXIT_CODE = 128;

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
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            return new LocalTarget(this, project);
        }

        @Override
        public TargetPlan plan(Job job, ProjectId project) {
            Interpreter interpreter = new LocalTarget(this, project).examine(job);
            Map<String, Object> target = new LinkedHashMap<>();
            target.put("place", "this computer");
            if (nativeSharedDirectory != null) {
                target.put(
                        "share_folder",
                        ShareDirectory.of(nativeSharedDirectory, project).variable());
            }
            List<String> command = new ArrayList<>(interpreter.command());
            command.addAll(job.arguments());
            return new TargetPlan(
                    target,
                    Map.of("installed", "nothing: the script runs with what is on this computer"),
                    command,
                    remarks(interpreter));
        }
    }

    @Override
    public Map<String, Object> facts() {
        return Map.of("type", settings.type(), "name", settings.name());
    }

    @Override
    public List<String> check(Job job) {
        Interpreter interpreter = examine(job);
        if (settings.nativeSharedDirectory() != null) {
            ShareDirectory.of(settings.nativeSharedDirectory(), project).create();
        }
        return remarks(interpreter);
    }

    /** What runs the script; refuses a job that could not run, and changes nothing. */
    private Interpreter examine(Job job) {
        if (SearchPath.find("/bin/sh") == null) {
            throw new AmlException(
                    "the local target needs a POSIX shell, and there is no /bin/sh",
                    "on Windows run Maven inside WSL: https://learn.microsoft.com/windows/wsl");
        }
        Interpreter interpreter = interpreter(job);
        LaunchLimits.check(job);
        return interpreter;
    }

    private static List<String> remarks(Interpreter interpreter) {
        return interpreter.remark() == null ? List.of() : List.of(interpreter.remark());
    }

    @Override
    public ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation)
            throws IOException {
        directory.addResources(Supervisor.SCRIPTS);
        Interpreter interpreter = interpreter(job);
        if (interpreter.python()) {
            directory.addResources(Interpreter.PYTHON_FILES);
        }
        // Followed before the script is there to remove it.
        try (LogFollower log = LogFollower.start(directory.driverLog(), console)) {
            Process supervisor = start(job, directory, interpreter);
            ProcessTree tree = new ProcessTree(supervisor.toHandle(), directory);
            ExitStatus.Cause cause;
            try {
                cause = new JobWatch(job.limits(), JobWatch.Watched.child(supervisor), tree, cancellation).untilEnd();
            } finally {
                endStragglers(tree, directory, job.limits(), cancellation);
            }
            log.finish(cancellation);
            return status(directory, supervisor, cause);
        }
    }

    @Override
    public boolean launch(Job job, RunDirectory directory, Cancellation cancellation) throws IOException {
        directory.addResources(Supervisor.SCRIPTS);
        Interpreter interpreter = interpreter(job);
        if (interpreter.python()) {
            directory.addResources(Interpreter.PYTHON_FILES);
        }
        start(job, directory, interpreter);
        return new Supervisor(directory).awaitStart();
    }

    @Override
    public JobState look(RunDirectory directory) throws IOException {
        Supervisor supervisor = new Supervisor(directory);
        if (supervisor.preventStart()) {
            return new JobState.NeverStarted();
        }
        return supervisor
                .find()
                .<JobState>map(process -> new JobState.Running(process.pid()))
                .orElse(new JobState.Ended());
    }

    @Override
    public ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException {
        Supervisor supervisor = new Supervisor(directory);
        ProcessHandle process = supervisor.find().orElse(null);
        ProcessTree tree = new ProcessTree(process, directory);
        ExitStatus.Cause cause = ExitStatus.Cause.EXITED;
        if (process != null) {
            try (LogFollower log = LogFollower.start(directory.driverLog(), console)) {
                cause = new JobWatch(limits, JobWatch.Watched.stranger(process), tree, cancellation).untilEnd();
                log.finish(cancellation);
            }
        }
        endStragglers(tree, directory, limits, cancellation);
        ExitStatus status = supervisor.status().orElse(ExitStatus.without(cause));
        return cause == ExitStatus.Cause.EXITED ? status : status.because(cause);
    }

    private Interpreter interpreter(Job job) {
        return Interpreter.of(job.project(), job.script(), settings.pythonLocation());
    }

    private static void endStragglers(
            ProcessTree tree, RunDirectory directory, Job.Limits limits, Cancellation cancellation) throws IOException {
        ProcessTree.Stragglers stragglers = tree.endStragglers(limits.gracePeriod(), cancellation);
        Supervisor supervisor = new Supervisor(directory);
        supervisor.tellStragglers(stragglers.found() + supervisor.stragglers());
        if (!stragglers.left().isEmpty()) {
            directory.log("These processes could not be ended: " + stragglers.left());
        }
    }

    private Process start(Job job, RunDirectory directory, Interpreter interpreter) throws IOException {
        List<String> namespace = job.limits().ownProcesses() ? Namespace.options() : List.of();
        List<String> command = Supervisor.command(job.limits(), namespace);
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
        environment.putAll(RunVariables.PYTHON);
        job.environment().given().forEach((name, secret) -> environment.put(name, secret.value()));
        environment.putAll(job.environment().variables());
        RunVariables.addMlflow(environment, directory.root().toString());
        String share = settings.nativeSharedDirectory() == null
                ? null
                : ShareDirectory.of(settings.nativeSharedDirectory(), project).variable();
        environment.putAll(RunVariables.of(job, directory, directory.root().toString(), project, share));
        String pythonPath = environment.get("PYTHONPATH");
        environment.put(
                "PYTHONPATH",
                pythonPath == null || pythonPath.isEmpty()
                        ? directory.setup().toString()
                        : directory.setup() + ":" + pythonPath);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.driverLog().toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AmlException(
                    "cannot start " + job.script() + ": " + e.getMessage(),
                    "'Argument list too long' means its arguments and environment variables together; for anything else"
                            + " see that this computer has memory and processes to spare (ulimit -a)",
                    e);
        }
    }

    private static ExitStatus status(RunDirectory directory, Process process, ExitStatus.Cause cause) {
        Supervisor supervisor = new Supervisor(directory);
        Optional<ExitStatus> written = supervisor.status();
        if (written.isPresent()) {
            return cause == ExitStatus.Cause.EXITED
                    ? written.get()
                    : written.get().because(cause);
        }
        int code = process.isAlive() ? -1 : process.exitValue();
        // A signal's code without the file is the supervisor's own end; any other code it has passed on, also when the
        // script has taken the folder away.
        return code < 0 || code > LAST_EXIT_CODE ? ExitStatus.without(cause) : ExitStatus.ofCode(cause, code);
    }
}
