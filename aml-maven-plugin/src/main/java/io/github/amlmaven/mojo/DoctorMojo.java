package io.github.amlmaven.mojo;

import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.run.Checkup;
import io.github.amlmaven.run.ConfigurationChecks;
import io.github.amlmaven.run.FolderChecks;
import io.github.amlmaven.run.HistoryChecks;
import io.github.amlmaven.run.HostChecks;
import io.github.amlmaven.run.OutboxChecks;
import io.github.amlmaven.run.RunFolderChecks;
import io.github.amlmaven.run.SecretFileChecks;
import io.github.amlmaven.run.StoreChecks;
import io.github.amlmaven.run.UnfinishedRunChecks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything a run needs and says in one line each how it is: {@code ok}, {@code warn} or {@code FAIL}, with what
 * to do about it. Runs that were interrupted on this computer are brought to their end, however long that takes. The build
 * fails when a check fails.
 *
 * <p>Examples: {@code mvn aml:doctor}, {@code mvn aml:doctor -Daml.verify}, {@code mvn aml:doctor -Daml.bundle}
 *
 * @since 1.0.0
 */
@Mojo(name = "doctor", requiresProject = false, threadSafe = true)
public final class DoctorMojo extends AmlMojo {
    private static final String OLDEST_MAVEN = "3.8.7";
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(10);

    /**
     * Reads every record, artifact and project file of the history, too, and compares each with the SHA-256 that was
     * recorded. Takes as long as reading all of it does. Example: {@code -Daml.verify}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.verify", defaultValue = "false")
    private boolean verify;

    /**
     * Packs what helps others to help into a zip file: the doctor's lines, the configuration, the last 5 records, what the
     * plugin did in them, the journal, and the names of environment variables. What looks like a secret is masked; scripts,
     * data and what scripts print are not in it. Read it before you send it. Default: none; without a name
     * {@code target/aml/diagnostics.zip}. Example: {@code -Daml.bundle=/tmp/diagnostics.zip}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.bundle")
    private @Nullable String bundle;

    /**
     * The folder that holds the isolated folders of the runs. Default: {@code azureml_runs} in the system's temporary
     * folder. Example: {@code -Daml.runsFolder=/scratch/runs}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.runsFolder")
    private @Nullable String runsFolder;

    @Override
    void recover(Module module) {
        // A check of its own, without a limit of time.
    }

    @Override
    void run(Module module) throws IOException, MojoFailureException {
        CheckConsole console = new CheckConsole(getLog());
        Checkup checkup = new Checkup(console::print);
        checkup.examine("Maven", this::maven);
        checkup.examine("host", new HostChecks());
        checkup.examine("secrets", new SecretFileChecks(settingsFiles()));
        checkup.examine("run folders", new RunFolderChecks(runsFolder == null ? null : module.resolve(runsFolder)));
        checkup.examine("journal", c -> {
            Path folder = Path.of(journal(module).toString());
            c.examine("journal", new FolderChecks("journal", folder, "-Daml.journalFolder=<folder>"));
            c.examine("runs", new UnfinishedRunChecks(journal(module), GRACE_PERIOD));
        });
        checkup.examine("store", c -> {
            RunHistory history = history(module);
            Outbox outbox = chosen(module).outbox();
            if (outbox == null) {
                c.examine("store", new FolderChecks("store", Path.of(history.store()), "-Daml.store=<folder>"));
            } else {
                if (!session().isOffline()) {
                    c.examine("store", new StoreChecks(outbox.elsewhere()));
                }
                c.examine("outbox", new OutboxChecks(outbox, command(module).of("sync")));
            }
            c.examine("history", new HistoryChecks(history, verify));
        });
        checkup.examine(
                "project",
                c -> c.examine("project", new ConfigurationChecks(module.folder(), projectId(module), credentials())));
        if (bundle != null && !bundle.equals("false")) {
            pack(module, bundle, checkup);
        }
        long failures = checkup.failures();
        if (failures > 0) {
            throw new MojoFailureException(failures + " of " + checkup.checks().size()
                    + " checks failed\n-> mend what is marked FAIL above, then try again: "
                    + (verify
                            ? command(module).of("doctor", "-Daml.verify")
                            : command(module).of("doctor")));
        }
    }

    private void maven(Checkup checkup) {
        String version = session().getSystemProperties().getProperty("maven.version", "unknown");
        String found = version + ", plugin " + plugin().getVersion();
        if (new DefaultArtifactVersion(version).compareTo(new DefaultArtifactVersion(OLDEST_MAVEN)) < 0) {
            checkup.fail("Maven", found, "install Maven " + OLDEST_MAVEN + " or later: https://maven.apache.org");
        } else {
            checkup.ok("Maven", found);
        }
    }

    private List<Path> settingsFiles() {
        List<Path> files = new ArrayList<>();
        File settings = session().getRequest().getUserSettingsFile();
        if (settings != null) {
            files.add(settings.toPath());
            files.add(settings.toPath().resolveSibling("settings-security.xml"));
        }
        return files;
    }

    private void pack(Module module, String named, Checkup checkup) throws IOException {
        Path file = named.isBlank() || named.equals("true")
                ? module.buildFolder().resolve("aml").resolve("diagnostics.zip")
                : module.resolve(named);
        try (DiagnosticsBundle zip = DiagnosticsBundle.create(file)) {
            zip.addChecks(checkup.checks());
            zip.addSystem(session().getSystemProperties(), plugin().getVersion());
            zip.addConfiguration(module.folder());
            checkup.examine("bundle", c -> zip.addRuns(history(module)));
            checkup.examine(
                    "bundle", c -> zip.addJournal(Path.of(journal(module).toString())));
            getLog().info("Packed into " + file + ", for your eyes before anybody else's:");
            zip.names().forEach(name -> getLog().info("  " + name));
        }
    }
}
