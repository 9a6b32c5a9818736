package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Recovery;
import io.github.amlmaven.run.RecoveryListener;
import io.github.amlmaven.run.UnfinishedRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals share: what they begin with, and how failures are told. */
abstract class AmlMojo extends StoreMojo {
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(2);
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    /**
     * Skips every goal of this plugin. Example: {@code -Daml.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.skip", defaultValue = "false")
    private boolean skip;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped: aml.skip is set.");
            return;
        }
        try {
            List<MavenProject> projects = projects();
            for (MavenProject each : projects) {
                StoreSecretCheck.check(session().getUserProperties(), each, plugin.getPluginLookupKey());
            }
            KnownProperties.check(plugin, session().getUserProperties());
            for (MavenProject each : projects) {
                Module module = Module.of(each, session().getExecutionRootDirectory());
                if (ProjectConfiguration.exists(module.folder())
                        || session().getProjects().size() == 1) {
                    if (projects.size() > 1) {
                        getLog().info("Module " + module.name() + ":");
                    }
                    recover(module);
                    run(module);
                } else {
                    getLog().info("Skipped: no aml_config folder in " + module.folder());
                }
            }
        } catch (AmlException e) {
            throw because(e, new MojoFailureException(e.getMessage()));
        } catch (IOException e) {
            throw because(e, new MojoExecutionException(OutsideWorld.words(e)));
        }
    }

    /** Suppressed and not the cause: Maven would write the words of every cause behind the remedy; mvn -e shows both. */
    private static <T extends Exception> T because(Exception cause, T failure) {
        failure.addSuppressed(cause);
        return failure;
    }

    /** Does what the goal is for. */
    abstract void run(Module module) throws IOException, MojoFailureException;

    /** What each goal begins with: runs that nobody looks after any more are brought to their end. */
    void recover(Module module) throws IOException {
        Recovery recovery = recovery(module);
        try {
            recovery.sweep(LONGEST_SWEEP);
        } catch (IOException e) {
            getLog().warn("cannot look for interrupted runs: " + OutsideWorld.words(e));
        } catch (AmlException e) {
            // What has been asked for may be possible all the same; what is not says so itself.
            getLog().warn("cannot look for interrupted runs: " + e.getMessage());
        }
        chosen(module).sweep(getLog(), quiet(), command(module));
    }

    final Recovery recovery(Module module) throws IOException {
        return new Recovery(journal(module), recoveryConsole(module), GRACE_PERIOD, access(), null);
    }

    /** As the other, for runs that are waited for: they are brought to where they belong, too. */
    final Recovery recovery(Module module, RecoveryListener listener, Duration gracePeriod) {
        ChosenStore chosen = chosen(module);
        return new Recovery(
                journal(module), listener, gracePeriod, access(), chosen.offline() ? null : chosen.outbox());
    }

    final RecoveryConsole recoveryConsole(Module module) throws IOException {
        return new RecoveryConsole(getLog(), history(module), chosen(module).outbox(), command(module));
    }

    /** The run that the user names; when its build was interrupted and its script has ended, it is brought to its end first. */
    final RunRecord find(Module module, RunHistory history, String run) throws IOException {
        RunRecord record = history.find(run);
        if (record.status().isFinal()) {
            return record;
        }
        RecoveryConsole console = recoveryConsole(module);
        // Of what cannot be done, and of what is left alone, recover() has told.
        RecoveryListener listener = new RecoveryListener() {
            @Override
            public void recovered(UnfinishedRun unfinished, RunRecord end) {
                console.recovered(unfinished, end);
            }
        };
        recovery(module, listener, GRACE_PERIOD).finish(record.id());
        chosen(module).bring(projectId(module), record.id());
        return history.find(Integer.toString(record.number()));
    }

    /** Whether no goal is to do anything. */
    final boolean isSkipped() {
        return skip;
    }

    /** The module of a report, for which Maven's site does not call {@link #execute}. */
    final Module reported() {
        return Module.of(project, session().getExecutionRootDirectory());
    }

    /** What {@link #execute} begins with, for such a report. */
    final void begin(Module module) throws IOException {
        StoreSecretCheck.check(session().getUserProperties(), project, plugin.getPluginLookupKey());
        KnownProperties.check(plugin, session().getUserProperties());
        recover(module);
    }

    final PluginDescriptor plugin() {
        return plugin;
    }

    /**
     * The projects to work on. Maven starts a goal that needs no POM once, for the first project, when it is typed on the
     * command line; the user means all of them.
     */
    private List<MavenProject> projects() {
        return execution.getSource() == MojoExecution.Source.CLI ? session().getProjects() : List.of(project);
    }

    /** Whether the user asked for nothing but the result ({@code -q}). */
    final boolean quiet() {
        return !getLog().isInfoEnabled();
    }
}
