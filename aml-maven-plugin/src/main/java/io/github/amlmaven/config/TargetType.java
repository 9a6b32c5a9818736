package io.github.amlmaven.config;

import io.github.amlmaven.compute.ClusterTarget;
import io.github.amlmaven.compute.DockerTarget;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.RemoteTarget;
import io.github.amlmaven.compute.TargetSettings;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of compute targets, and the one place that makes their settings of a {@code .compute} file's keys. */
enum TargetType {
    LOCAL("local", "local"),
    DOCKER("docker", "localdocker"),
    REMOTEDOCKER("remotedocker", "virtualmachine"),
    REMOTE("remote", "remote"),
    CLUSTER("cluster", "cluster");

    /** What {@code type} may be, for messages. */
    static final String WORDS = "local, docker, remotedocker, remote or cluster";

    private final String word;
    private final String otherWord;

    TargetType(String word, String otherWord) {
        this.word = word;
        this.otherWord = otherWord;
    }

    /** The type of a spelling found in files; null: there is none. */
    static @Nullable TargetType of(String spelling) {
        String lower = spelling.toLowerCase(Locale.ROOT);
        for (TargetType type : values()) {
            if (type.word.equals(lower) || type.otherWord.equals(lower)) {
                return type;
            }
        }
        return null;
    }

    /** Whether the target is reached over SSH, so that it needs an address and a user. */
    boolean isRemote() {
        return this != LOCAL && this != DOCKER;
    }

    /** Whether the script runs in a container. */
    boolean hasContainer() {
        return this == DOCKER || this == REMOTEDOCKER;
    }

    /** Whether the target installs what {@code conda_dependencies.yml} lists. */
    boolean hasEnvironment() {
        return this != LOCAL && this != REMOTE;
    }

    String word() {
        return word;
    }

    TargetSettings settings(String name, ComputeKeys keys) {
        return switch (this) {
            case LOCAL -> new LocalTarget.Settings(name, value(keys.pythonLocation()), keys.nativeSharedDirectory());
            case DOCKER, REMOTEDOCKER -> {
                ContainerKeys container = keys.container();
                yield new DockerTarget.Settings(
                        name,
                        container.baseDockerImage(),
                        container.sharedVolumes(),
                        container.sharedVolumes() ? keys.nativeSharedDirectory() : null,
                        container.hardware(),
                        this == REMOTEDOCKER ? keys.ssh().login() : null);
            }
            case REMOTE ->
                new RemoteTarget.Settings(
                        name, keys.ssh().login(), value(keys.pythonLocation()), keys.nativeSharedDirectory());
            case CLUSTER ->
                new ClusterTarget.Settings(
                        name,
                        keys.cluster().livy() == null ? keys.ssh().loginOrNull() : null,
                        value(keys.pythonLocation()),
                        keys.userManagedEnvironment(),
                        keys.cluster());
        };
    }

    private static @Nullable String value(@Nullable Text text) {
        return text == null ? null : text.value();
    }
}
