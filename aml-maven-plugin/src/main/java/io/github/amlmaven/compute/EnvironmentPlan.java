package io.github.amlmaven.compute;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be installed for a job, for people, before a run. */
final class EnvironmentPlan {
    private EnvironmentPlan() {}

    /**
     * What the dependency files ask for; the map may be added to.
     *
     * @param place where the rest comes from, in words such as {@code in the image}
     */
    static Map<String, Object> of(Requirements requirements, String place) {
        Map<String, Object> plan = new LinkedHashMap<>();
        Requirements.PythonPackages python = requirements.wanted();
        if (python == null) {
            plan.put("installed", "nothing: the script runs with what is " + place);
        } else {
            plan.put(
                    "installed",
                    "what " + python.file() + " lists, "
                            + (requirements.mayPrepare()
                                    ? "unless it is there already"
                                    : "which must be there already: PrepareEnvironment is false"));
            CondaPackages conda = CondaPackages.of(python);
            plan.put("channels", conda.channels());
            plan.put("conda", conda.specs());
            plan.put("pip", python.pip().stream().map(PipItem::text).toList());
        }
        SparkPackages spark = requirements.spark();
        if (spark != null) {
            plan.put("spark_packages", spark.packages());
            plan.put("spark_repositories", spark.repositories());
            plan.put("spark_configuration", spark.configuration());
        }
        return plan;
    }
}
