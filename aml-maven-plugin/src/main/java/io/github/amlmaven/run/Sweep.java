package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.config.ExperimentConfiguration;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.ClaimedRun;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many runs of one script with other arguments each, held together by a run of their own: its record says what was to be done
 * and what came of it, its {@code outputs/sweep.csv} has a line for each of them, and they name it as their parent.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Path project;
    private final RunHome home;
    private final RunSettings settings;
    private final SweepListener listener;

    /** @param home where the runs are to be kept */
    public Sweep(Path project, RunHome home, RunSettings settings, SweepListener listener) {
        this.project = project;
        this.home = home;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Makes the runs.
     *
     * @param request what all of them share; its arguments come before those of the combinations
     * @param interruption stops all of them when the user wants the process to end
     * @return also when some, or all, failed
     * @throws AmlException when something is wrong with all of them that the user can mend; then nothing has happened
     */
    public SweepResult run(RunRequest request, SweepPlan plan, Interruption interruption) throws IOException {
        GitState git = GitState.ask(project);
        try {
            RunStart start = start(request, plan, git);
            ClaimedRun claimed = home.claim(start, listener);
            return run(request, plan, claimed, interruption.cancellation());
        } finally {
            git.close();
        }
    }

    /** Refuses now what each of the runs would refuse. */
    private RunStart start(RunRequest request, SweepPlan plan, GitState git) throws IOException {
        List<SweepCombination> combinations = plan.combinations();
        RunRequest first = combinations.isEmpty() ? request : request(request, combinations.get(0));
        RunInputs inputs = RunInputs.read(project, first, settings, new RunListener() {});
        ExperimentConfiguration configuration = inputs.configuration();
        if (!configuration.trackedRun()) {
            throw new AmlException(
                    "TrackedRun is false, and runs without a record cannot be compared",
                    "write TrackedRun: true in the .runconfig file");
        }
        try (ComputeTarget target = configuration.target().open(home.project(), settings.credentials())) {
            target.check(inputs.job());
        }
        RunStart start = RunFacts.start(configuration, git, settings, inputs.given());
        Map<String, Object> facts = new TreeMap<>(start.facts());
        facts.put("sweep", plan.toMap(fixed(request)));
        List<String> arguments = new ArrayList<>(fixed(request));
        plan.definition().forEach((name, value) -> arguments.add(name + ": " + value));
        return new RunStart(start.script(), arguments, start.runConfiguration(), start.target(), facts);
    }

    private SweepResult run(RunRequest request, SweepPlan plan, ClaimedRun claimed, Cancellation cancellation)
            throws IOException {
        OpenRun run = claimed.run();
        JournalEntry entry = claimed.entry();
        Heartbeat heartbeat = Heartbeat.start(run, cancellation);
        try {
            entry.holding(run.id(), run.number());
            cancellation.beforeFirst(() -> noteStop(entry));
            listener.claimed(run.id(), run.number());
            run.started(Map.of("host", HostFacts.fields()));
            Instant start = run.startTime().orElseGet(Instant::now);
            RunSettings children =
                    settings.with(new Lineage(run.id(), settings.lineage().original()));
            List<SweepChild> made = new SweepRuns(
                            plan,
                            home,
                            cancellation,
                            listener,
                            hearing -> new Experiment(project, home, children, hearing),
                            combination -> request(request, combination))
                    .make();
            run.collecting();
            SweepReport report = SweepReport.of(plan, made);
            keep(run, report);
            RunRecord ended = run.complete(report.outcome(cancellation.requested(), start));
            entry.close();
            RunRecord record = home.bring(claimed, ended, listener, cancellation);
            tell(plan, report);
            return new SweepResult(record, report.children(), report.best());
        } finally {
            cancellation.beforeFirst(() -> {});
            heartbeat.stop();
            entry.leave();
        }
    }

    private static void keep(OpenRun run, SweepReport report) throws IOException {
        Path file = Files.createTempFile("aml-sweep", ".csv");
        try {
            Files.writeString(file, report.csv());
            run.add(new ArtifactPath("outputs/sweep.csv"), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void tell(SweepPlan plan, SweepReport report) throws IOException {
        if (!plan.metric().text().isEmpty() && report.best() == null) {
            listener.remark("nothing to rank by: " + plan.metric().missing(report.completed()));
        }
        SweepChanges.words(home, report.completed()).ifPresent(listener::remark);
    }

    private static void noteStop(JournalEntry entry) {
        try {
            entry.canceling();
        } catch (AmlException e) {
            LOG.debug("the stop is not noted; should this process be killed now, the sweep will not be Canceled", e);
        }
    }

    private static List<String> fixed(RunRequest request) {
        List<String> arguments = request.arguments();
        return arguments == null ? List.of() : arguments;
    }

    private static RunRequest request(RunRequest request, SweepCombination combination) {
        List<String> arguments = new ArrayList<>(fixed(request));
        arguments.addAll(combination.arguments());
        return new RunRequest(request.target(), request.script(), arguments, request.environment());
    }
}
