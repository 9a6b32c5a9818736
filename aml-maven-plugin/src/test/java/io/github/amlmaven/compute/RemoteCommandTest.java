package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteCommandTest {
    private static final SparkPackages SPARK =
            new SparkPackages(Map.of("spark.executor.memory", "4g"), List.of(), List.of("g:a:1"));

    @TempDir
    private Path project;

    @Test
    void sparkIsTheUsersOwnAndSoIsItsPython() {
        RemoteCommand command = RemoteCommand.of(job("train.py", SPARK), "/envs/py/bin/python");

        assertThat(command.program()).isEqualTo("spark-submit");
        assertThat(command.other()).isEmpty();
        assertThat(command.words("/opt/spark/bin/spark-submit"))
                .containsExactly(
                        "/opt/spark/bin/spark-submit",
                        "--conf",
                        "spark.pyspark.python=/envs/py/bin/python",
                        "--conf",
                        "spark.executor.memory=4g",
                        "--packages",
                        "g:a:1",
                        "azureml-setup/run_script.py",
                        "train.py",
                        "--x",
                        "a b");
        assertThat(command.missing(new SshAddress("h", null, "u"), "/usr/bin"))
                .hasMessageContaining("no program 'spark-submit' there")
                .hasMessageContaining("or write Framework: Python");
        assertThat(RemoteCommand.of(job("-x.jar", SparkPackages.NONE), null).words("spark-submit"))
                .containsExactly("spark-submit", "./-x.jar", "--x", "a b");
    }

    @Test
    void thePlanIsWhatTheRunLooksFor() {
        SshLogin login = new SshLogin(new SshAddress("h", 2222, "u"), null, project.resolve("known_hosts"));
        TargetPlan plan = new RemoteTarget.Settings("vm", login, "python", "~/share/")
                .plan(job("train.py", null), new ProjectId("a", "w", "p"));

        assertThat(plan.command())
                .containsExactly("python", "-u", "azureml-setup/run_script.py", "train.py", "--x", "a b");
        assertThat(plan.target())
                .containsEntry("place", "u@h:2222")
                .containsEntry("share_folder", "~/share/a/w/p/")
                .containsEntry("run_folder", "~/.azureml/azureml_runs/<run id>-<mark>/azureml-run");
    }

    private Job job(String script, @Nullable SparkPackages spark) {
        return new Job(
                project,
                script,
                List.of("--x", "a b"),
                new Job.Environment(Map.of(), List.of(), true),
                new Requirements("vm", true, null, spark),
                new Job.Limits(null, Duration.ZERO, true, 1));
    }
}
