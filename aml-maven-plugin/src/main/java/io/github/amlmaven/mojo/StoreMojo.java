package io.github.amlmaven.mojo;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.Secret;
import io.github.amlmaven.config.ProjectIdentity;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.store.StoreAccess;
import io.github.amlmaven.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What the user chooses about the history: where it is, whose it is, and what is kept on this computer for it. */
abstract class StoreMojo extends AbstractMojo {
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Inject
    private SettingsDecrypter decrypter;

    /**
     * Where the run history is kept: a folder, or a container in Azure Blob storage, which a team can share. Default:
     * {@code ~/.azureml/history}. Examples: {@code -Daml.store=/data/history},
     * {@code -Daml.store=https://acct.blob.core.windows.net/runs}
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

    /** What a script needs to reach the container of the history itself; nothing for a folder. */
    final Map<String, Secret> storeVariables() {
        return store == null ? Map.of() : Stores.variables(store, access());
    }

    /** How to type another goal about the same history. */
    final GoalCommand command(Module module) {
        return GoalCommand.in(module, session.getUserProperties());
    }

    /** Who the user is elsewhere, as {@code settings.xml} says. */
    final Credentials credentials() {
        return new ServerCredentials(session.getSettings(), decrypter);
    }

    final MavenSession session() {
        return session;
    }
}
