package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.Job;
import io.github.amlmaven.config.ExperimentConfiguration;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.config.Remark;
import io.github.amlmaven.config.RunRequest;
import io.github.amlmaven.staging.ProjectTree;
import io.github.amlmaven.staging.SizeLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * What a run is made of, read from the project before anything is contacted, counted or copied.
 *
 * @param given the names of the variables whose values no file of the project has
 */
record RunInputs(ExperimentConfiguration configuration, Job job, ProjectTree tree, Set<String> given) {
    /**
     * Reads and measures it.
     *
     * @param listener hears the remarks
     * @throws AmlException with all mistakes of the files at once, or for a project that is too large
     */
    static RunInputs read(Path project, RunRequest request, RunSettings settings, RunListener listener)
            throws IOException {
        ExperimentConfiguration configuration = ProjectConfiguration.read(project, request);
        for (Remark remark : configuration.remarks()) {
            switch (remark.severity()) {
                case INFO -> listener.info(remark.text());
                case WARNING -> listener.warning(remark.text());
            }
        }
        if (settings.detach() && !configuration.trackedRun()) {
            throw new AmlException(
                    "-Daml.detach: TrackedRun is false, so that nothing would find the run again",
                    "write TrackedRun: true in the .runconfig file, or run without -Daml.detach");
        }
        Job job = job(project, configuration, settings);
        return new RunInputs(
                configuration,
                job,
                measure(project, job, settings, listener),
                request.environment().keySet());
    }

    private static Job job(Path project, ExperimentConfiguration configuration, RunSettings settings) {
        return new Job(
                project,
                configuration.script().path(),
                configuration.script().arguments(),
                new Job.Environment(
                        configuration.environmentVariables(),
                        settings.inheritedEnvironment(),
                        settings.storeVariables(),
                        configuration.trackedRun()),
                configuration.requirements(),
                new Job.Limits(
                        settings.timeout(),
                        settings.gracePeriod(),
                        settings.ownProcesses(),
                        settings.outputSizeLimit()));
    }

    private static ProjectTree measure(Path project, Job job, RunSettings settings, RunListener listener)
            throws IOException {
        ProjectTree tree = ProjectTree.scan(project, settings.keptFolders());
        tree.ignoredBy(job.script()).ifPresent(rule -> {
            throw new AmlException(
                    "the script " + job.script() + " is left out of the run by the rule " + rule,
                    "let it in with a line '!/" + job.script() + "' at the end of .amlignore, or change the rule");
        });
        SizeLimit limit = new SizeLimit(settings.projectSizeLimit());
        limit.check(tree);
        tree.warnings().forEach(listener::warning);
        limit.warning(tree).ifPresent(listener::warning);
        return tree;
    }
}
