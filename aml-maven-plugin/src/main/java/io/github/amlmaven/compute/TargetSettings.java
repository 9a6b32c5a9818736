package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.util.Map;

/**
 * What a {@code .compute} file says about one target, checked and with defaults filled in.
 *
 * <p>The list of targets is the {@code permits} clause: each target's class holds its own settings and opens itself.
 */
public sealed interface TargetSettings
        permits LocalTarget.Settings, DockerTarget.Settings, RemoteTarget.Settings, ClusterTarget.Settings {
    /** The name of the target: the file's name without {@code .compute}. */
    String name();

    /** The canonical type: {@code local}, {@code docker}, {@code remotedocker}, {@code remote} or {@code cluster}. */
    String type();

    /**
     * The target, ready to take a job; nothing has been started or created yet.
     *
     * @param project whose share folder the job sees
     * @param credentials for registries and other computers
     * @throws io.github.amlmaven.AmlException when the target cannot be used from here
     */
    ComputeTarget open(ProjectId project, Credentials credentials);

    /**
     * What a run of the job would do on the target. Nothing is contacted, started or written.
     *
     * @param project whose share folder the job sees
     * @throws io.github.amlmaven.AmlException for what {@link ComputeTarget#check} refuses, as far as that can be seen from
     *     here
     */
    TargetPlan plan(Job job, ProjectId project);

    /**
     * The target of a run that another process began.
     *
     * @param facts as {@link ComputeTarget#facts} had them then
     */
    static ComputeTarget reopen(Map<?, ?> facts, ProjectId project, Credentials credentials) {
        String name = String.valueOf(facts.get("name"));
        String type = String.valueOf(facts.get("type"));
        return switch (type) {
            case "local" -> new LocalTarget.Settings(name, null, null).open(project, Credentials.NONE);
            case "docker", "remotedocker" -> DockerTarget.Settings.reopen(name, facts, project, credentials);
            case "remote" -> RemoteTarget.Settings.reopen(name, facts, project, credentials);
            case "cluster" -> ClusterTarget.Settings.reopen(name, facts, project, credentials);
            default ->
                throw new AmlException(
                        "the journal names a compute target of type '" + type + "', which this version does not know",
                        "use the version of the plugin that began the run");
        };
    }
}
