package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.Cancellation;
import io.github.amlmaven.compute.ComputeTarget;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.compute.JobState;
import io.github.amlmaven.compute.LeftBehind;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.config.ExperimentConfiguration;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.history.ClaimedRun;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.staging.ProjectFile;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.staging.SizeLimit;
import io.github.amlmaven.staging.StagedFile;
import io.github.amlmaven.staging.StagingArea;
import io.github.amlmaven.store.StoreAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One experiment, from its configuration to its record. */
public final class Experiment {
    private static final Logger LOG = LoggerFactory.getLogger(Experiment.class);

    private final Path project;
    private final ProjectId id;
    private final RunHome home;
    private final RunSettings settings;
    private final RunListener listener;

    /** An experiment whose runs are kept on this computer. */
    public Experiment(Path project, RunHistory history, Journal journal, RunSettings settings, RunListener listener) {
        this(project, new RunHome(history, journal, null, false), settings, listener);
    }

    /** @param home where the run is to be kept */
    public Experiment(Path project, RunHome home, RunSettings settings, RunListener listener) {
        this.project = project;
        this.id = home.project();
        this.home = home;
        this.settings = settings;
        this.listener = listener;
    }

    /**
     * Runs it once.
     *
     * @param request what the user asked for
     * @param interruption stops the script when the user wants the process to end
     * @return also for a script that failed
     * @throws AmlException when something is wrong that the user can mend; before the run is claimed nothing has happened
     */
    public RunResult run(RunRequest request, Interruption interruption) throws IOException {
        return run(request, interruption.cancellation());
    }

    /** As the other, stopped by whoever has the cancellation. */
    RunResult run(RunRequest request, Cancellation cancellation) throws IOException {
        GitState git = settings.lineage().original() == null ? GitState.ask(project) : GitState.none();
        try {
            return run(request, cancellation, git);
        } finally {
            git.close();
        }
    }

    private RunResult run(RunRequest request, Cancellation cancellation, GitState git) throws IOException {
        RunInputs inputs = RunInputs.read(project, request, settings, listener);
        try (ComputeTarget target = inputs.configuration().target().open(id, settings.credentials())) {
            return run(inputs, target, cancellation, git);
        }
    }

    private RunResult run(RunInputs inputs, ComputeTarget target, Cancellation cancellation, GitState git)
            throws IOException {
        ExperimentConfiguration configuration = inputs.configuration();
        Job job = inputs.job();
        ProjectTree tree = inputs.tree();
        target.check(job).forEach(listener::info);
        if (cancellation.requested()) {
            throw new AmlException("stopped before the run began; nothing has been recorded", "run again: mvn aml:run");
        }
        RunsFolder folder = RunsFolder.at(settings.runsFolder());
        Execution execution = new Execution(target, job, cancellation, listener);
        return configuration.trackedRun()
                ? runTracked(configuration, execution, tree, git, folder, inputs.given())
                : runUntracked(configuration, execution, tree, folder);
    }

    private RunResult runTracked(
            ExperimentConfiguration configuration,
            Execution execution,
            ProjectTree tree,
            GitState git,
            RunsFolder folder,
            Set<String> given)
            throws IOException {
        ClaimedRun claimed = home.claim(RunFacts.start(configuration, git, settings, given), listener);
        JournalEntry entry = claimed.entry();
        OpenRun run = claimed.run();
        listener.claimed(run.id(), run.number());
        Cancellation cancellation = execution.cancellation();
        Heartbeat heartbeat = Heartbeat.start(run, cancellation);
        RunRecording recording = new RunRecording(run, entry);
        RunDirectory directory = null;
        try {
            entry.staging(run.id(), run.number(), folder.pathOf(run.id()));
            cancellation.beforeFirst(() -> noteStop(entry));
            directory = folder.create(run.id());
            List<StagedFile> files = stage(tree, directory, configuration);
            recording.snapshot(files, directory);
            recording.started(prepare(execution, directory));
            entry.launching(execution.target().facts(), settings.outputSizeLimit());
            if (settings.detach()) {
                return detach(claimed, execution, directory);
            }
            Ending ending = execution.execute(directory, entry);
            RunRecord ended = recording.complete(directory, ending, execution.target());
            RunRecord record = home.bring(claimed, ended, listener, cancellation);
            return RunResult.of(directory, ending, record, leftBehind(directory, files));
        } catch (AmlException | IOException e) {
            if (neverStarted(entry, execution, directory, e)) {
                if (directory != null) {
                    recording.keepPrepareLog(directory, e);
                }
                recording.fail(e, removeCopy(entry, directory, e));
                home.bringFailed(claimed, e, listener, cancellation);
            }
            throw e;
        } finally {
            cancellation.beforeFirst(() -> {});
            heartbeat.stop();
            entry.leave();
        }
    }

    /** Whoever comes next finds the run in the journal, as after a crash. */
    private static RunResult detach(ClaimedRun claimed, Execution execution, RunDirectory directory)
            throws IOException {
        claimed.entry().detaching();
        if (!execution.launch(directory)) {
            throw new AmlException(
                    "the script was not started: somebody has stopped the run", "run again: mvn aml:run");
        }
        if (execution.target().look(directory) instanceof JobState.Running running) {
            claimed.run().leaveTo(running.process());
        }
        RunHistory kept = RunHistory.of(claimed.entry(), StoreAccess.NONE);
        return RunResult.detached(directory, kept.find(claimed.run().id().value()));
    }

    /** What a script has done is kept: its run stays open, in the journal, and the next goal goes on with it. */
    private static boolean neverStarted(
            JournalEntry entry, Execution execution, @Nullable RunDirectory directory, Exception failure) {
        try {
            return directory == null
                    || entry.target().isEmpty()
                    || execution.target().look(directory) instanceof JobState.NeverStarted;
        } catch (AmlException | IOException e) {
            failure.addSuppressed(e); // what went wrong first is what the user has to mend
            return false;
        }
    }

    private static void noteStop(JournalEntry entry) {
        try {
            entry.canceling();
        } catch (AmlException e) {
            LOG.debug("the stop is not noted; should this process be killed now, the run will not be Canceled", e);
        }
    }

    private RunResult runUntracked(
            ExperimentConfiguration configuration, Execution execution, ProjectTree tree, RunsFolder folder)
            throws IOException {
        RunId run = RunId.of(id, System.currentTimeMillis());
        JournalEntry entry = home.untracked();
        listener.claimed(run, 0);
        Cancellation cancellation = execution.cancellation();
        RunDirectory directory = null;
        try {
            entry.staging(run, 0, folder.pathOf(run));
            cancellation.beforeFirst(() -> noteStop(entry));
            directory = folder.create(run);
            List<StagedFile> files = stage(tree, directory, configuration);
            prepare(execution, directory);
            entry.launching(execution.target().facts(), settings.outputSizeLimit());
            Ending ending = execution.execute(directory, entry);
            if (RunRecording.release(execution.target(), directory)) {
                entry.close();
            }
            return RunResult.of(directory, ending, null, leftBehind(directory, files));
        } catch (AmlException | IOException e) {
            if (neverStarted(entry, execution, directory, e) && removeCopy(entry, directory, e)) {
                entry.close();
            }
            throw e;
        } finally {
            cancellation.beforeFirst(() -> {});
            entry.leave();
        }
    }

    /** What the script needs is installed; what that prints is shown and kept with the run. */
    private Map<String, Object> prepare(Execution execution, RunDirectory directory) throws IOException {
        try (OutputStream log = new PrepareLog(directory, listener.console())) {
            Map<String, Object> prepared = execution.target().prepare(execution.job(), log, execution.cancellation());
            listener.executing();
            return prepared;
        } catch (AmlException e) {
            if (!execution.cancellation().requested()) {
                throw e;
            }
            LOG.debug("stopped while the target was prepared; the script is not started", e);
            return Map.of();
        }
    }

    private static List<String> leftBehind(RunDirectory directory, List<StagedFile> staged) {
        Set<String> files = new HashSet<>(staged.size() * 2);
        Set<String> folders = new HashSet<>();
        for (StagedFile entry : staged) {
            (entry.kind() == ProjectFile.Kind.FOLDER ? folders : files).add(entry.path());
        }
        return LeftBehind.in(directory, files, folders);
    }

    private List<StagedFile> stage(ProjectTree tree, RunDirectory directory, ExperimentConfiguration configuration)
            throws IOException {
        List<StagedFile> files = StagingArea.copy(tree, directory.root(), new SizeLimit(settings.projectSizeLimit()));
        directory.addRunFolders();
        directory.writeRunConfiguration(RunFacts.configurationText(configuration));
        listener.staged(files.size(), tree.totalBytes());
        directory.log("Copied " + files.size() + " files and folders, " + tree.totalBytes() + " bytes.");
        return files;
    }

    /** Noted first: should this process be killed meanwhile, what is left is not taken for what a script has done. */
    private static boolean removeCopy(JournalEntry entry, @Nullable RunDirectory directory, Exception failure) {
        try {
            entry.neverStarting();
            if (directory != null && Files.isDirectory(directory.root(), LinkOption.NOFOLLOW_LINKS)) {
                directory.delete();
            }
            return true;
        } catch (AmlException | IOException e) {
            failure.addSuppressed(e); // what went wrong first is what the user has to mend
            return false;
        }
    }
}
