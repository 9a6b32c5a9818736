package io.github.amlmaven.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run of a job on a cluster would do, told without contacting it. */
record ClusterPlan(ClusterTarget.Settings settings, Job job) {
    private static final String RUN = "<run id>";
    private static final String MARK = "<mark>";

    TargetPlan plan() {
        ClusterTarget.Submission submission = settings.submission();
        Map<String, Object> target = settings.login() == null
                ? new LinkedHashMap<>()
                : settings.login().plan();
        if (submission.livy() == null) {
            target.put("master", submission.master());
            target.put("deploy_mode", submission.deployedInCluster() ? "cluster" : "client");
        } else {
            target.put("place", "Livy at " + submission.livy().address());
            if (submission.livy().storage() != null) {
                target.put("storage", submission.livy().storage());
            }
        }
        return new TargetPlan(target, EnvironmentPlan.of(job.requirements(), "on the cluster"), command(), List.of());
    }

    private List<String> command() {
        ClusterTarget.Submission submission = settings.submission();
        String python = settings.pythonLocation() == null ? "python3" : settings.pythonLocation();
        if (submission.livy() != null) {
            LivyWish.check(job, settings.userManagedEnvironment());
            return List.of();
        }
        if (job.requirements().spark() == null) {
            ScriptCommand.check(job);
            return new ScriptCommand(job, python, submission.sparkSubmit()).words();
        }
        ClusterCommand.check(job, submission);
        List<String> words = new ArrayList<>(List.of(submission.sparkSubmit()));
        words.addAll(new ClusterCommand(job, submission, python, ClusterEnvironment.planned(job, settings))
                .options(RUN, "aml-" + MARK, "~/.azureml/azureml_runs/" + RUN + "-" + MARK + "/azureml-run"));
        words.addAll(job.arguments());
        return words;
    }
}
