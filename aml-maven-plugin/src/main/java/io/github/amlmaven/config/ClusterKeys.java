package io.github.amlmaven.config;

import io.github.amlmaven.compute.ClusterTarget;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a {@code .compute} file that say how a Spark cluster is given its work. */
final class ClusterKeys {
    private static final Pattern MASTER =
            Pattern.compile("yarn|local(\\[([0-9]{1,4}|\\*)(,[0-9]{1,4})?])?|spark://[A-Za-z0-9][A-Za-z0-9.,:-]*");
    private static final Pattern LIVY =
            Pattern.compile("https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?");

    private ClusterKeys() {}

    /** The keys of a target; type null: it is not known. */
    static ClusterTarget.Submission read(Section file, @Nullable TargetType type) {
        Text mode = file.text("yarnDeployMode");
        if (mode != null) {
            Grammar.checkDeployMode("yarnDeployMode", mode, file.findings());
        }
        Text master = file.text("master");
        if (master != null && !MASTER.matcher(master.value()).matches()) {
            file.findings()
                    .mistake(
                            master.place(),
                            "master is " + Shown.value(master.value()) + ", which is no master of Spark",
                            "write master: yarn, master: local[*], or master: spark://<host>:7077");
        }
        Text submit = file.text("sparkSubmitLocation");
        Text livy = file.text("livyAddress");
        Text storage = file.text("livyStorage");
        if (livy != null && !LIVY.matcher(livy.value()).matches()) {
            file.findings()
                    .mistake(
                            livy.place(),
                            "livyAddress is " + Shown.value(livy.value()) + ", which is no address of Livy",
                            "write livyAddress: https://<cluster>.azurehdinsight.net/livy or the like");
        }
        return new ClusterTarget.Submission(
                master == null ? "yarn" : master.value(),
                mode == null || mode.value().equalsIgnoreCase("cluster"),
                submit == null ? "spark-submit" : submit.value(),
                livy == null ? null : new ClusterTarget.Livy(livy.value(), storage == null ? null : storage.value()));
    }
}
