package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Spark cluster: its head node over SSH, or Livy. */
public final class ClusterTarget {
    private ClusterTarget() {}

    /**
     * The keys of a {@code .compute} file of type {@code cluster}.
     *
     * @param login the head node; null: the cluster has no SSH, and Livy takes the work
     * @param pythonLocation null: {@code python3} of the cluster
     * @param userManagedEnvironment whether nothing is installed for the script
     */
    public record Settings(
            String name,
            @Nullable SshLogin login,
            @Nullable String pythonLocation,
            boolean userManagedEnvironment,
            Submission submission)
            implements TargetSettings {
        @Override
        public String type() {
            return "cluster";
        }

        @Override
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            throw new AmlException(
                    "compute target '" + name + "' is of type cluster, which this version cannot run yet",
                    "run on this computer: -Daml.target=local");
        }

        @Override
        public TargetPlan plan(Job job, ProjectId project) {
            Map<String, Object> target = login == null ? new LinkedHashMap<>() : login.plan();
            if (submission.livy() == null) {
                target.put("master", submission.master());
                target.put("deploy_mode", submission.deployedInCluster() ? "cluster" : "client");
            } else {
                target.put("place", "Livy at " + submission.livy().address());
                if (submission.livy().storage() != null) {
                    target.put("storage", submission.livy().storage());
                }
            }
            return new TargetPlan(
                    target, EnvironmentPlan.of(job.requirements(), "on the cluster"), List.of(), List.of());
        }

        /** The target of a run that another process began. */
        static ComputeTarget reopen(String name, Map<?, ?> facts, ProjectId project, Credentials credentials) {
            return new Settings(name, null, null, true, Submission.DEFAULTS).open(project, credentials);
        }
    }

    /**
     * How a cluster is given its work.
     *
     * @param master {@code yarn}, {@code local[*]} or the like, {@code spark://host:port}
     * @param deployedInCluster whether the driver runs in the cluster ({@code yarnDeployMode: cluster}); else on the head node
     * @param sparkSubmit a full path, or a name on the {@code PATH} of the head node
     * @param livy null: over SSH
     */
    public record Submission(
            String master,
            boolean deployedInCluster,
            String sparkSubmit,
            @Nullable Livy livy) {
        /** YARN, as on HDInsight. */
        public static final Submission DEFAULTS = new Submission("yarn", true, "spark-submit", null);
    }

    /**
     * Livy's door to a cluster.
     *
     * @param address such as {@code https://cluster.azurehdinsight.net/livy}
     * @param storage a folder that both this computer and the cluster see; null: there is none
     */
    public record Livy(String address, @Nullable String storage) {}
}
