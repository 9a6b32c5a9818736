package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.DockerTarget;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compute target that is about to be written into {@code aml_config/}: never with a secret.
 *
 * @param address null: the type needs none
 * @param username null: the type needs none
 * @param identityFile the private key, {@code ~} allowed; null: what SSH finds
 */
public record TargetDraft(
        String name,
        String type,
        @Nullable String address,
        @Nullable String username,
        @Nullable String identityFile) {
    private static final String SHARE = "~/.azureml/share/";
    private static final int LONGEST_NAME = 64;

    /**
     * Checks it with the rules for files.
     *
     * @return what is likely not meant, in words
     * @throws AmlException with all that is wrong
     */
    public List<Remark> check() {
        Findings findings = new Findings();
        checkName(name);
        TargetType target = TargetType.of(type);
        if (target == null) {
            String meant = Spelling.nearest(type, List.of("local", "docker", "remotedocker", "remote", "cluster"));
            throw new AmlException(
                    "aml.type is " + Shown.value(type) + ", which is no type of compute target",
                    meant == null ? "set -Daml.type to one of " + TargetType.WORDS : "set -Daml.type=" + meant);
        }
        // As if they were in a file that is not there yet.
        Place place = new Place("aml:attach", 0, 0);
        if (target.isRemote()) {
            if (address == null || address.isBlank()) {
                findings.mistake(null, "aml.address is missing", "set -Daml.address=<host name or IP address>");
            } else {
                Grammar.checkAddress(new Text(address, place), target, findings);
            }
            if (username == null || username.isBlank()) {
                findings.mistake(null, "aml.username is missing", "set -Daml.username=<the SSH user>");
            } else {
                Grammar.checkUser(new Text(username, place), target, findings);
            }
        } else if (address != null || username != null) {
            findings.mistake(
                    null,
                    "a target of type " + target.word() + " is this computer: it has neither address nor user",
                    "leave out -Daml.address and -Daml.username, or set -Daml.type=remote"
                            + (target == TargetType.DOCKER ? "docker" : ""));
        }
        findings.refuse();
        return findings.remarks();
    }

    /** A name is a part of two files' names, and is typed on command lines. */
    static void checkName(String name) {
        boolean fits = !name.isEmpty() && name.length() <= LONGEST_NAME && Grammar.isLetterOrDigit(name.charAt(0));
        for (int i = 0; i < name.length(); i++) {
            fits &= Grammar.isLetterOrDigit(name.charAt(i)) || "._-".indexOf(name.charAt(i)) >= 0;
        }
        if (!fits || name.equals("lastRun")) {
            throw new AmlException(
                    "aml.target is " + Shown.value(name) + ", which is no name for a compute target",
                    "set -Daml.target to 1 to 64 letters, digits, dots, dashes or underscores, beginning with a letter or"
                            + " digit");
        }
    }

    /** The {@code .compute} file. */
    List<String> computeFile() {
        TargetType target = kind();
        List<String> lines = new ArrayList<>();
        lines.add("# A compute target: where a script can run. Written by mvn aml:attach.");
        lines.add("type: " + target.word());
        if (target.isRemote()) {
            lines.add("address: " + quoted(String.valueOf(address)));
            lines.add("username: " + quoted(String.valueOf(username)));
            if (identityFile != null) {
                lines.add("# The private key, which stays on this computer.");
                lines.add("identityFile: " + quoted(identityFile));
            }
        }
        switch (target) {
            case LOCAL -> lines.add("nativeSharedDirectory: " + SHARE);
            case DOCKER, REMOTEDOCKER -> {
                lines.add("baseDockerImage: " + DockerTarget.Settings.DEFAULT_IMAGE);
                lines.add("sharedVolumes: true");
                lines.add("nativeSharedDirectory: " + SHARE);
            }
            case REMOTE -> {
                lines.add("# Nothing is installed there; the script runs with this Python.");
                lines.add("userManagedEnvironment: true");
                lines.add("pythonLocation: python3");
                lines.add("nativeSharedDirectory: " + SHARE);
            }
            case CLUSTER -> lines.add("yarnDeployMode: cluster");
        }
        return lines;
    }

    /** The {@code .runconfig} file. */
    List<String> runConfiguration() {
        return List.of(
                "# A run configuration: how to run a script on the target. Written by mvn aml:attach.",
                "ArgumentVector:",
                "  - \"$file\"",
                "Target: " + quoted(name),
                "EnvironmentVariables: null",
                "Framework: " + (kind() == TargetType.CLUSTER ? "PySpark" : "Python"),
                "PrepareEnvironment: true",
                "TrackedRun: true");
    }

    private TargetType kind() {
        TargetType target = TargetType.of(type);
        if (target == null) {
            throw new IllegalStateException("it has been checked");
        }
        return target;
    }

    /** As YAML reads it back whatever it looks like: yes, 0x1, 1:30. */
    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
