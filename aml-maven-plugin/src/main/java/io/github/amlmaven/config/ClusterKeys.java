package io.github.amlmaven.config;

import io.github.amlmaven.compute.ClusterTarget;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of a {@code .compute} file that say how a Spark cluster is given its work.
 *
 * <p>With a {@code livyAddress} the work goes to Livy, also where an {@code address} is there: old files have that, and who
 * adds the other means it.
 */
final class ClusterKeys {
    private static final String YARN = "yarn";
    private static final Pattern MASTER =
            Pattern.compile(YARN + "|local(\\[([0-9]{1,4}|\\*)(,[0-9]{1,4})?])?|spark://[A-Za-z0-9][A-Za-z0-9.,:-]*");
    private static final Pattern LIVY =
            Pattern.compile("(https?)://([A-Za-z0-9][A-Za-z0-9.-]*)(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?");
    private static final Pattern STORAGE = Pattern.compile("[a-z][a-z0-9+.-]*://?[^\\s,'\"]*|/[^\\s,'\"]*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}");
    /** The keys that the Workbench did not have, so that no old file has them by accident. */
    private static final List<String> NEW = List.of("master", "livyAddress", "livyStorage");

    private ClusterKeys() {}

    /** The keys of a target; type null: it is not known. */
    static ClusterTarget.Submission read(Section file, @Nullable TargetType type) {
        Text mode = file.text("yarnDeployMode");
        if (mode != null) {
            Grammar.checkDeployMode("yarnDeployMode", mode, file.findings());
        }
        Text written = file.text("master");
        String master = written == null ? YARN : written.value();
        if (written != null && !MASTER.matcher(master).matches()) {
            file.findings()
                    .mistake(
                            written.place(),
                            "master is " + Shown.value(master) + ", which is no master of Spark",
                            "write master: yarn, master: local[*], or master: spark://<host>:7077");
        } else if (mode != null && isCluster(mode) && !master.equals(YARN)) {
            file.findings()
                    .mistake(
                            mode.place(),
                            "yarnDeployMode is cluster, and the master " + Shown.value(master) + " is not YARN",
                            "write yarnDeployMode: client, or delete the line; or write master: yarn");
        }
        Text submit = file.text("sparkSubmitLocation");
        ClusterTarget.Livy livy = livy(file, type);
        if (livy != null && written != null && type == TargetType.CLUSTER) {
            file.findings()
                    .warn(
                            written.place(),
                            "master has no effect beside livyAddress: Livy has its own",
                            "delete it, or delete livyAddress to give the cluster its work over SSH");
        }
        file.withoutEffect(NEW, type == null || type == TargetType.CLUSTER, type, "cluster");
        return new ClusterTarget.Submission(
                master,
                master.equals(YARN) && (mode == null || isCluster(mode)),
                submit == null ? "spark-submit" : submit.value(),
                livy);
    }

    /** The keys with what a run configuration of 2018 says about the mode; null: it says nothing. */
    static ClusterTarget.Submission over(ClusterTarget.Submission keys, @Nullable Text mode, Findings findings) {
        if (mode == null || isCluster(mode) == keys.deployedInCluster()) {
            return keys;
        }
        if (!keys.master().equals(YARN)) {
            findings.info(mode.place() + ": hdi.yarnDeployMode has no effect, since the master "
                    + Shown.value(keys.master()) + " is not YARN");
            return keys;
        }
        findings.info(mode.place() + ": hdi.yarnDeployMode is " + Shown.value(mode.value())
                + ", which wins over the .compute file");
        return new ClusterTarget.Submission(keys.master(), isCluster(mode), keys.sparkSubmit(), keys.livy());
    }

    private static boolean isCluster(Text mode) {
        return mode.value().equalsIgnoreCase("cluster");
    }

    private static ClusterTarget.@Nullable Livy livy(Section file, @Nullable TargetType type) {
        Text address = file.text("livyAddress");
        Text storage = file.text("livyStorage");
        if (storage != null && !STORAGE.matcher(storage.value()).matches()) {
            file.findings()
                    .mistake(
                            storage.place(),
                            "livyStorage is " + Shown.value(storage.value()) + ", which is no folder",
                            "write a folder that this computer and the cluster both see, such as livyStorage: /mnt/shared");
        } else if (storage != null && address == null && type == TargetType.CLUSTER) {
            file.findings()
                    .warn(
                            storage.place(),
                            "livyStorage has no effect without livyAddress",
                            "write livyAddress: https://<cluster>.azurehdinsight.net/livy, or delete the line");
        }
        if (address == null) {
            return null;
        }
        Matcher matcher = LIVY.matcher(address.value());
        if (!matcher.matches()) {
            file.findings()
                    .mistake(
                            address.place(),
                            "livyAddress is " + Shown.value(address.value()) + ", which is no address of Livy",
                            "write livyAddress: https://<cluster>.azurehdinsight.net/livy or the like");
        } else if (matcher.group(1).equals("http")
                && !LOOPBACK.matcher(matcher.group(2).toLowerCase(Locale.ROOT)).matches()) {
            file.findings()
                    .mistake(
                            address.place(),
                            "livyAddress is " + Shown.value(address.value())
                                    + ": that is not encrypted, and a password would be seen on the way",
                            "write https://, or forward its port, and name that: ssh -NL 8998:" + matcher.group(2)
                                    + ":8998 <user>@<host>, with livyAddress: http://localhost:8998");
        }
        return new ClusterTarget.Livy(address.value(), storage == null ? null : storage.value());
    }
}
