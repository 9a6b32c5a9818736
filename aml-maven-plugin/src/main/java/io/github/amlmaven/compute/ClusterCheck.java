package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job finds on the head node of a cluster.
 *
 * @param base what it finds there as on any other computer; its program is {@code spark-submit}, or runs the script
 * @param submission how Spark is given the script; null: the script runs without Spark
 * @param tools what else Spark needs there
 */
record ClusterCheck(
        RemoteCheck base, ClusterTarget.@Nullable Submission submission, Tools tools, List<String> remarks) {
    private static final int LINES = 11;
    private static final String PYTHON = "python3";

    /**
     * Programs of the head node, each a path.
     *
     * @param python what runs Python scripts there
     * @param yarn {@code yarn}; empty: it is not there, or not needed
     * @param hdfs {@code hdfs}, likewise
     */
    record Tools(String python, String yarn, String hdfs) {
        static final Tools NONE = new Tools("", "", "");
    }

    /** @throws AmlException when the job could not run there */
    static ClusterCheck of(RemoteShell shell, Job job, ClusterTarget.Settings settings, ProjectId project) {
        SshAddress address = shell.connection().login().address();
        if (job.requirements().spark() == null) {
            RemoteCheck base = RemoteCheck.of(
                    shell,
                    job,
                    new RemoteTarget.Settings(
                            settings.name(), shell.connection().login(), settings.pythonLocation(), null),
                    project);
            List<String> remarks = new ArrayList<>(base.remarks());
            remarks.add("Framework is Python: " + job.script() + " runs on the head node, " + address.host()
                    + ", without Spark");
            return new ClusterCheck(base, null, Tools.NONE, remarks);
        }
        ClusterTarget.Submission submission = settings.submission();
        ClusterCommand.check(job, submission);
        String wanted = settings.pythonLocation() == null ? PYTHON : settings.pythonLocation();
        String other = wanted.equals(PYTHON) ? "python" : wanted.equals("python") ? PYTHON : "";
        String[] lines = RemoteCheck.ask(
                shell,
                settings.type(),
                new RemoteCall(
                        List.of("remote_tools.sh", "remote_share.sh", "remote_check.sh", "cluster_check.sh"),
                        List.of(
                                "",
                                project.path(),
                                submission.sparkSubmit(),
                                "",
                                job.limits().ownProcesses() ? "yes" : "no",
                                RemoteCommand.isPython(job) ? wanted : "",
                                other,
                                submission.onYarn() ? "yarn" : ""),
                        null),
                LINES);
        String submit = lines[2];
        String version = lines[7];
        if (submit.isEmpty()) {
            throw new AmlException(
                    "there is no Spark on " + address + ": no program '" + submission.sparkSubmit()
                            + "' there (looked in PATH=" + lines[1] + ")",
                    "name it in the .compute file: sparkSubmitLocation: /path/to/spark-submit; or write Framework:"
                            + " Python in the .runconfig file");
        }
        if (version.isEmpty()) {
            throw new AmlException(
                    submit + " on " + address + " does not tell its version",
                    "see what it says: ssh " + address.user() + "@" + address.host() + " " + submit + " --version");
        }
        Tools tools = new Tools(lines[8], lines[9], lines[10]);
        if (RemoteCommand.isPython(job) && tools.python().isEmpty()) {
            throw new AmlException(
                    "cannot run " + job.script() + " on " + address + ": no program '" + wanted
                            + "' there (looked in PATH=" + lines[1] + ")",
                    "install Python there, or name it in the .compute file: pythonLocation: /path/to/python3");
        }
        if (submission.onYarn() && tools.yarn().isEmpty()) {
            throw noTool(address, "yarn", "without it a run could not be stopped");
        }
        if (submission.driverIsAway() && tools.hdfs().isEmpty()) {
            throw noTool(address, "hdfs", "without it outputs could not come back from the cluster");
        }
        List<String> remarks = new ArrayList<>();
        remarks.add("Spark " + version + " at " + address + ", master " + submission.master()
                + (submission.onYarn()
                        ? ", deploy mode " + (submission.deployedInCluster() ? "cluster" : "client")
                        : ""));
        RemoteCheck base = new RemoteCheck(List.of(submit), lines[0], null, lines[4], List.of());
        return new ClusterCheck(base, submission, tools, remarks);
    }

    private static AmlException noTool(SshAddress address, String tool, String why) {
        return new AmlException(
                "there is no program '" + tool + "' on " + address + ", on the PATH, in $HADOOP_HOME/bin or beside"
                        + " spark-submit; " + why,
                "install it there; or write another master: in the .compute file, such as master: local[*]");
    }

    /** Whether there will be an application of YARN. */
    boolean onYarn() {
        return submission != null && submission.onYarn();
    }

    /**
     * The words of the command, arguments included.
     *
     * @param root the run folder there
     * @param environment whose Python runs the script; null: the head node's own
     */
    List<String> command(
            Job job, RunDirectory directory, String root, ClusterEnvironment.@Nullable Prepared environment) {
        List<String> words = new ArrayList<>(base.command());
        if (submission != null) {
            words.addAll(new ClusterCommand(job, submission, tools.python(), environment)
                    .options(directory.run().value(), ClusterCommand.tag(directory), root));
            words.addAll(job.arguments());
        } else if (environment != null && RemoteCommand.isPython(job)) {
            words.set(0, environment.python());
        }
        return words;
    }
}
