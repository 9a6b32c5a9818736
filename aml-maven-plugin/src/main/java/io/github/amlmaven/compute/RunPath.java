package io.github.amlmaven.compute;

/** What the paths below a run folder mean. */
final class RunPath {
    static final String LOGS = "azureml-logs";
    static final String SETUP = "azureml-setup";
    static final String OUTPUTS = "outputs";
    static final String DRIVER_LOG = LOGS + "/driver_log.txt";
    static final String CONTROL_LOG = LOGS + "/control_log.txt";
    static final String UPLOADS = SETUP + "/uploads/";
    /** The file store of MLflow. */
    static final String MLFLOW = SETUP + "/mlruns";

    private RunPath() {}

    /** The folder that a path is in; empty for the run folder. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Whether it is an output, an upload, or an artifact that MLflow has been given. */
    static boolean isOutput(String path) {
        return isIn(OUTPUTS, path)
                || path.startsWith(UPLOADS)
                || (path.startsWith(MLFLOW + "/") && path.contains("/artifacts/"));
    }

    /** Whether it is the run folder or one of the folders that a run has whatever the project is, or in one. */
    static boolean isOwn(String path) {
        return path.isEmpty() || isIn(OUTPUTS, path) || isIn(LOGS, path) || isIn(SETUP, path);
    }

    private static boolean isIn(String folder, String path) {
        return path.startsWith(folder) && (path.length() == folder.length() || path.charAt(folder.length()) == '/');
    }
}
