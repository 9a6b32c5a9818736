package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.config.ProjectIdentity;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.run.Recovery;
import io.github.amlmaven.run.RecoveryListener;
import io.github.amlmaven.run.UnfinishedRun;
import io.github.amlmaven.store.StoreAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What all goals share: which project, which history, and how failures are told. */
abstract class AmlMojo extends AbstractMojo {
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(2);
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    private PluginDescriptor plugin;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Inject
    private SettingsDecrypter decrypter;

    /**
     * Skips every goal of this plugin. Example: {@code -Daml.skip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.skip", defaultValue = "false")
    private boolean skip;

    /**
     * Where the run history is kept: a folder, or a container of Azure Blob storage, which a team can share. Default:
     * {@code ~/.azureml/history}. Examples: {@code -Daml.store=/data/history},
     * {@code -Daml.store=https://<account>.blob.core.windows.net/<container>}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.store")
    private @Nullable String store;

    /**
     * The id of the {@code <server>} in {@code settings.xml} that holds the credentials for a store elsewhere. Default:
     * the host name in {@code aml.store}. Example: {@code -Daml.serverId=team-history}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.serverId")
    private @Nullable String serverId;

    /**
     * The folder on this computer where the results of runs wait until they have been brought to a store elsewhere; what
     * has arrived is removed there. Nothing is put there for a store that is a folder. Default: {@code ~/.azureml/outbox}.
     * Example: {@code -Daml.outboxFolder=/scratch/aml-outbox}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.outboxFolder")
    private @Nullable String outboxFolder;

    /**
     * The experimentation account that the project belongs to, a part of the names in store and share folder. Default:
     * the one in {@code .azureml/project.json}, else {@code local}. Example: {@code -Daml.account=research}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.account")
    private @Nullable String account;

    /**
     * The workspace that the project belongs to. Default: the one in {@code .azureml/project.json}, else
     * {@code default}. Example: {@code -Daml.workspace=team1}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.workspace")
    private @Nullable String workspace;

    /**
     * The project's name, the first part of its run ids. Default: the one in {@code .azureml/project.json}, else the
     * artifactId, without a POM the folder's name. Example: {@code -Daml.projectName=iris}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.projectName")
    private @Nullable String projectName;

    /**
     * The folder on this computer where runs are noted while they are under way, so that the next goal brings those to
     * their end that were interrupted. Default: {@code ~/.azureml/journal}. Example:
     * {@code -Daml.journalFolder=/var/tmp/aml-journal}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.journalFolder")
    private @Nullable String journalFolder;

    private final Map<Path, ChosenStore> stores = new HashMap<>();

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped: aml.skip is set.");
            return;
        }
        try {
            KnownProperties.check(plugin, session.getUserProperties());
            List<MavenProject> projects = projects();
            for (MavenProject each : projects) {
                Module module = Module.of(each, session.getExecutionRootDirectory());
                if (ProjectConfiguration.exists(module.folder())
                        || session.getProjects().size() == 1) {
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
        chosen(module).sweep(new TransferConsole(getLog(), quiet()), getLog(), command(module));
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

    final Journal journal(Module module) {
        Path folder = journalFolder(module);
        return folder == null ? Journal.openDefault() : new Journal(folder);
    }

    /** The folder that the user has chosen for the journal; null without a choice. */
    final @Nullable Path journalFolder(Module module) {
        return journalFolder == null ? null : module.resolve(journalFolder);
    }

    final ProjectId projectId(Module module) throws IOException {
        return ProjectIdentity.read(module.folder(), account, workspace, projectName, module.name());
    }

    final RunHistory history(Module module) throws IOException {
        return chosen(module).history(projectId(module));
    }

    /** The store of the module, opened once. */
    final ChosenStore chosen(Module module) {
        return stores.computeIfAbsent(
                module.folder(),
                folder -> ChosenStore.open(store, folder, access(), outboxes(module), session.isOffline()));
    }

    /** What opens a store elsewhere. */
    final StoreAccess access() {
        return new StoreAccess(credentials(), serverId);
    }

    final Path outboxes(Module module) {
        return outboxFolder == null ? Outbox.defaultFolder() : module.resolve(outboxFolder);
    }

    /** The folder that the user has chosen for the history; null without a choice, or for an address on the network. */
    final @Nullable Path storeFolder(Module module) {
        return store == null || store.contains(":") ? null : module.resolve(store);
    }

    /** How to type another goal about the same history. */
    final GoalCommand command(Module module) {
        return GoalCommand.in(module, session.getUserProperties());
    }

    final PluginDescriptor plugin() {
        return plugin;
    }

    /**
     * The projects to work on. Maven starts a goal that needs no POM once, for the first project, when it is typed on the
     * command line; the user means all of them.
     */
    private List<MavenProject> projects() {
        return execution.getSource() == MojoExecution.Source.CLI ? session.getProjects() : List.of(project);
    }

    /** Who the user is elsewhere, as {@code settings.xml} says. */
    final Credentials credentials() {
        return new ServerCredentials(session.getSettings(), decrypter);
    }

    final MavenSession session() {
        return session;
    }

    /** Whether the user asked for nothing but the result ({@code -q}). */
    final boolean quiet() {
        return !getLog().isInfoEnabled();
    }
}
