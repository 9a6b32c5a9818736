package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What {@code spark-submit} is called with on the head node of a cluster.
 *
 * @param python what runs Python scripts on the cluster
 * @param environment whose Python runs them instead; null: there is none
 */
record ClusterCommand(
        Job job,
        ClusterTarget.Submission submission,
        String python,
        ClusterEnvironment.@Nullable Prepared environment) {
    /** The folder of a driver that runs in the cluster, below its container's. */
    static final String COPY = "azureml-run";
    /** What is sent to such a driver, beside the run folder. */
    static final String ARCHIVE = "azureml-run.tar.gz";

    /** What the run folder of such a driver holds besides. */
    static final List<String> DRIVER_FILES = List.of("cluster_driver.py");

    private static final String TAGS = "spark.yarn.tags";
    private static final String PYTHON = "spark.pyspark.python";
    private static final String NAME = "spark.app.name";

    /** @throws AmlException when Spark could not start the script anywhere */
    static void check(Job job, ClusterTarget.Submission submission) {
        switch (Interpreter.extension(job.script())) {
            case "py" -> {}
            case "jar" -> checkJar(job);
            case "r" -> {
                if (submission.driverIsAway()) {
                    throw new AmlException(
                            job.script() + " is no script that a driver in the cluster can run",
                            "write yarnDeployMode: client in the .compute file");
                }
            }
            default ->
                throw new AmlException(
                        "Spark cannot run " + job.script() + ": it is not .py, .jar or .R, and Framework is PySpark",
                        "write Framework: Python in the .runconfig file: then it runs on the head node, without Spark");
        }
    }

    /** Without a main class, Spark would say so after the project has been sent. */
    private static void checkJar(Job job) {
        try (JarFile jar = new JarFile(job.project().resolve(job.script()).toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS) == null) {
                throw new AmlException(
                        job.script() + " names no main class",
                        "build it with Main-Class in its manifest; the maven-jar-plugin writes it by"
                                + " <archive><manifest><mainClass>");
            }
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read " + job.script() + ": " + e.getMessage(), "build it again: mvn package", e);
        }
    }

    /** The name by which YARN knows the application of a run, whether or not anybody has seen its id. */
    static String tag(RunDirectory directory) {
        return "aml-" + new Supervisor(directory).mark();
    }

    /**
     * The words after {@code spark-submit} and before the script's arguments.
     *
     * @param run the id of the run
     * @param tag as {@link #tag} has it
     * @param root the run folder there
     */
    List<String> options(String run, String tag, String root) {
        SparkPackages spark = Objects.requireNonNull(job.requirements().spark());
        List<String> words = new ArrayList<>(List.of("--master", submission.master()));
        if (submission.onYarn()) {
            words.addAll(List.of("--deploy-mode", submission.deployedInCluster() ? "cluster" : "client"));
        }
        if (!spark.configuration().containsKey(NAME)) {
            words.addAll(List.of("--name", run));
        }
        words.addAll(new SparkSubmit(spark).options(usual(), fixed(spark, tag)));
        List<String> archives = archives(root);
        if (!archives.isEmpty()) {
            words.addAll(List.of("--archives", String.join(",", archives)));
        }
        words.addAll(script());
        return words;
    }

    private Map<String, String> usual() {
        Map<String, String> usual = new LinkedHashMap<>();
        if (!RemoteCommand.isPython(job)) {
            return usual;
        }
        if (environment == null) {
            usual.put(PYTHON, python);
        } else if (!environment.archive()) {
            usual.put(PYTHON, environment.python());
        } else {
            usual.put(PYTHON, "./" + ClusterEnvironment.FOLDER + "/bin/python");
            if (!submission.driverIsAway()) {
                usual.put("spark.pyspark.driver.python", environment.python());
            }
        }
        return usual;
    }

    private List<String> archives(String root) {
        List<String> archives = new ArrayList<>();
        if (submission.driverIsAway() && RemoteCommand.isPython(job)) {
            archives.add(root.substring(0, root.lastIndexOf('/') + 1) + ARCHIVE + "#" + COPY);
        }
        if (environment != null && environment.archive()) {
            archives.add(environment.prefix() + ".tar.gz#" + ClusterEnvironment.FOLDER);
        }
        return archives;
    }

    private Map<String, String> fixed(SparkPackages spark, String tag) {
        Map<String, String> fixed = new LinkedHashMap<>();
        if (submission.onYarn()) {
            String tags = spark.configuration().get(TAGS);
            fixed.put(TAGS, (tags == null ? "" : tags + ",") + tag);
        }
        if (submission.driverIsAway()) {
            // Or spark-submit would end while the script is at work.
            fixed.put("spark.yarn.submit.waitAppCompletion", "true");
            // A second attempt would run the script again, over the outputs of the first.
            fixed.put("spark.yarn.maxAppAttempts", "1");
        }
        return fixed;
    }

    private List<String> script() {
        String script = job.script();
        String file = script.startsWith("-") ? "./" + script : script;
        if (!RemoteCommand.isPython(job)) {
            return List.of(file);
        }
        return submission.driverIsAway()
                ? List.of("azureml-setup/cluster_driver.py", script)
                : List.of("azureml-setup/run_script.py", script);
    }
}
