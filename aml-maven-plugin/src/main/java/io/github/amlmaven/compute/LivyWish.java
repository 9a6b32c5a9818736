package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Livy is asked for when it is given a script.
 *
 * @param pythonLocation what runs Python scripts on the cluster; null: as Spark is configured there
 */
record LivyWish(Job job, @Nullable String pythonLocation, LivyRun run) {
    /** Refuses what cannot run through Livy, as far as the job itself tells. */
    static void check(Job job, boolean userManaged) {
        if (job.requirements().spark() == null || !RemoteCommand.isPython(job)) {
            throw new AmlException(
                    "through Livy only Python scripts with Framework PySpark can run, and " + job.script() + " is none",
                    "write Framework: PySpark in the .runconfig file; or name the head node of the cluster: address and"
                            + " username in the .compute file");
        }
        Requirements.PythonPackages packages = job.requirements().wanted();
        if (packages != null && !userManaged) {
            throw new AmlException(
                    packages.file() + " asks for packages, and nothing can be installed through Livy",
                    "have them installed on the cluster, and write userManagedEnvironment: true in the .compute file");
        }
    }

    /** The batch, as Livy's REST interface has it. */
    Map<String, Object> content() {
        SparkPackages spark = Objects.requireNonNull(job.requirements().spark());
        Map<String, String> configuration = new TreeMap<>();
        configuration.put("spark.pyspark.python", pythonLocation == null ? "" : pythonLocation);
        configuration.put("spark.jars.packages", String.join(",", spark.packages()));
        configuration.put("spark.jars.repositories", String.join(",", spark.repositories()));
        configuration.values().removeIf(String::isEmpty);
        configuration.putAll(spark.configuration());
        List<String> arguments = new ArrayList<>(List.of(run.root().toString(), job.script()));
        arguments.addAll(job.arguments());
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", run.name());
        content.put(
                "file",
                run.root().resolve("azureml-setup/livy_driver.py").toUri().toString());
        content.put("args", arguments);
        content.put("conf", configuration);
        return content;
    }

    /** What the script finds in its environment. */
    Map<String, String> variables(ProjectId project) {
        Map<String, String> variables = new TreeMap<>(RunVariables.PYTHON);
        variables.putAll(
                ScriptEnvironment.named(System.getenv(), job.environment().inherited()));
        job.environment().given().forEach((name, secret) -> variables.put(name, secret.value()));
        variables.putAll(job.environment().variables());
        RunVariables.addMlflow(variables, run.root().toString());
        variables.putAll(RunVariables.of(job, run.directory(), run.root().toString(), project, null));
        return variables;
    }
}
