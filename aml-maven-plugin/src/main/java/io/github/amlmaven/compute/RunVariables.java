package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The environment variables of a run: those of the Workbench that make sense without a service, and what Python needs. */
final class RunVariables {
    /** Before those of the user. */
    static final Map<String, String> PYTHON =
            Map.of("PYTHONUNBUFFERED", "YES", "PYTHONIOENCODING", "UTF-8", "PYTHONUTF8", "1");

    private RunVariables() {}

    /**
     * What the script and its processes are told of their run; after those of the user, since without them neither the
     * metrics nor the processes of the run would be found.
     *
     * @param root the run folder as the script sees it
     * @param share the share folder as the script sees it, ending with a separator; null: there is none
     */
    static Map<String, String> of(
            Job job, RunDirectory directory, String root, ProjectId project, @Nullable String share) {
        Map<String, String> variables = new TreeMap<>();
        variables.put(Supervisor.MARK, new Supervisor(directory).mark());
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
        variables.put("AZUREML_METRICS_FILE", root + "/azureml-setup/metrics.jsonl");
        variables.put("AZUREML_UPLOADS_DIRECTORY", root + "/azureml-setup/uploads");
        if (share != null) {
            variables.put("AZUREML_NATIVE_SHARE_DIRECTORY", share);
        }
        return variables;
    }
}
