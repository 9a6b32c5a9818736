package io.github.amlmaven.config;

import io.github.amlmaven.compute.ClusterTarget;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a {@code .compute} file besides {@code type}, read and checked whatever the type is.
 *
 * @param pythonLocation null: the target chooses
 * @param nativeSharedDirectory the base of the share folder; null: no share folder
 * @param userManagedEnvironment whether nothing is to be installed for the script
 */
record ComputeKeys(
        @Nullable Text pythonLocation,
        @Nullable String nativeSharedDirectory,
        boolean userManagedEnvironment,
        ContainerKeys container,
        SshKeys ssh,
        ClusterTarget.Submission cluster) {
    static final ComputeKeys NONE =
            new ComputeKeys(null, null, false, ContainerKeys.NONE, SshKeys.NONE, ClusterTarget.Submission.DEFAULTS);

    /** Reads the keys of a target; type null: it is not known, and what depends on it is not checked. */
    static ComputeKeys read(Section file, @Nullable TargetType type, Path project) {
        ClusterTarget.Submission cluster = ClusterKeys.read(file, type);
        boolean elsewhere = isRemote(type) && !(type == TargetType.CLUSTER && cluster.livy() != null);
        SshKeys ssh = SshKeys.read(file, type, elsewhere, project);
        if (type == TargetType.CLUSTER && cluster.livy() != null && ssh.address() != null) {
            file.findings()
                    .info(file.place().file()
                            + " has livyAddress: the work goes to Livy, and address and username are not" + " used");
        }
        ContainerKeys container = ContainerKeys.read(file, type);
        boolean userManaged = file.flag("userManagedEnvironment", false);
        UnknownKeys.checkReference(file, "password", secretRemedy(type));
        tellOfReference(file, type);
        Text python = file.text("pythonLocation");
        String directory = sharedDirectory(file, type, container.sharedVolumes());
        UnknownKeys.report(file, secretRemedy(type));
        return new ComputeKeys(python, directory, userManaged, container, ssh, cluster);
    }

    /** The service that kept the passwords is gone. */
    private static void tellOfReference(Section file, @Nullable TargetType type) {
        if (isRemote(type)
                && file.find("password") instanceof Node.Scalar password
                && SecretWords.isReference(password.text().strip())) {
            file.findings()
                    .info(password.place()
                            + ": the Workbench kept this password, and it is gone with it: an SSH key lets you in, or a"
                            + " <server> in settings.xml");
        }
    }

    /** What to do with a secret in the file; this computer asks for none. */
    private static String secretRemedy(@Nullable TargetType type) {
        return type == TargetType.LOCAL || type == TargetType.DOCKER
                ? "delete the line and change the secret; a target of type " + type.word() + " needs none"
                : "delete the value here and change the secret; use an SSH key, or a <server> in settings.xml";
    }

    private static @Nullable String sharedDirectory(Section file, @Nullable TargetType type, boolean shared) {
        Node written = file.keys().find("nativeSharedDirectory");
        if (written instanceof Node.Scalar scalar
                && scalar.isNull()
                && scalar.text().equals("~")) {
            file.findings()
                    .warn(
                            scalar.place(),
                            "nativeSharedDirectory: ~ means null in YAML, so there is no share folder",
                            "write \"~/\" for the home folder");
        }
        Text directory = file.text("nativeSharedDirectory", written);
        if (directory == null) {
            return null;
        }
        String path = directory.value();
        if (!path.equals("~") && !path.startsWith("~/") && !path.startsWith("~\\") && !isAbsolute(path, type)) {
            file.findings()
                    .mistake(
                            directory.place(),
                            "nativeSharedDirectory is " + Shown.value(path) + ", which is no absolute path "
                                    + (isRemote(type) ? "on the target" : "on this computer"),
                            "write an absolute path, or one that begins with ~/, such as ~/.azureml/share/");
        } else if (!shared && type != null && type.hasContainer()) {
            file.findings()
                    .warn(
                            directory.place(),
                            "nativeSharedDirectory has no effect while sharedVolumes is not true: the script gets no"
                                    + " AZUREML_NATIVE_SHARE_DIRECTORY",
                            "write sharedVolumes: true, or delete the line");
        } else if (type == TargetType.CLUSTER) {
            file.findings()
                    .warn(
                            directory.place(),
                            "nativeSharedDirectory has no effect on a cluster",
                            "let the script use the storage of the cluster by its wasb:// path");
        }
        return path;
    }

    private static boolean isAbsolute(String path, @Nullable TargetType type) {
        return isRemote(type) ? path.startsWith("/") : new File(path).isAbsolute();
    }

    private static boolean isRemote(@Nullable TargetType type) {
        return type != null && type.isRemote();
    }
}
