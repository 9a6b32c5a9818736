package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The environment variables of a run: those of the Workbench that make sense without a service, and what Python needs. */
final class RunVariables {
    /** Before those of the user. */
    static final Map<String, String> PYTHON =
            Map.of("PYTHONUNBUFFERED", "YES", "PYTHONIOENCODING", "UTF-8", "PYTHONUTF8", "1");

    private static final String MLFLOW = "MLFLOW_TRACKING_URI";
    /** Without it, MLflow refuses file stores from version 3.13 on. */
    private static final String MLFLOW_FILES = "MLFLOW_ALLOW_FILE_STORE";

    private RunVariables() {}

    /**
     * Has MLflow keep what the script tells it in the run folder, unless the user says where. {@code MLFLOW_RUN_ID} is not
     * set: {@code mlflow.start_run()} takes it for a run to go on with and fails when the store has none; it makes one of its
     * own, which is all that is needed, since the store holds nothing but what this script tells.
     *
     * @param variables those that the user has set
     * @param root the run folder as the script sees it
     */
    static void addMlflow(Map<String, String> variables, String root) {
        if (!variables.containsKey(MLFLOW)) {
            variables.put(MLFLOW, mlflow(root));
            variables.putIfAbsent(MLFLOW_FILES, "true");
        }
    }

    /** As {@link #addMlflow}, in the shell of a container, whose image can say where, too. */
    static String mlflowScript(String root) {
        return "[ -n \"${" + MLFLOW + ":-}\" ] || export " + MLFLOW + "='" + mlflow(root) + "' " + MLFLOW_FILES
                + "=\"${" + MLFLOW_FILES + ":-true}\"\n";
    }

    private static String mlflow(String root) {
        String folder = root + "/azureml-setup/mlruns";
        try {
            return new URI("file", "", folder, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(folder, e);
        }
    }

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
