package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.util.Map;

/**
 * What a {@code .compute} file says about one target, checked and with defaults filled in.
 *
 * <p>The list of targets is the {@code permits} clause: each target's class holds its own settings and opens itself.
 */
public sealed interface TargetSettings permits LocalTarget.Settings, UnavailableTarget {
    /** The name of the target: the file's name without {@code .compute}. */
    String name();

    /** The canonical type: {@code local}, {@code docker}, {@code remotedocker}, {@code remote} or {@code cluster}. */
    String type();

    /**
     * The target, ready to take a job; nothing has been started or created yet.
     *
     * @param project whose share folder the job sees
     * @throws io.github.amlmaven.AmlException when the target cannot be used from here
     */
    ComputeTarget open(ProjectId project);

    /** What the journal keeps, so that {@link #reopen} finds the target again after a crash; never a secret. */
    default Map<String, Object> facts() {
        return Map.of("type", type(), "name", name());
    }

    /**
     * The target of a run that another process began.
     *
     * @param facts as {@link #facts} had them then
     */
    static ComputeTarget reopen(Map<?, ?> facts, ProjectId project) {
        if ("local".equals(facts.get("type"))) {
            return new LocalTarget.Settings(String.valueOf(facts.get("name")), null, null).open(project);
        }
        return new UnavailableTarget(String.valueOf(facts.get("name")), String.valueOf(facts.get("type")))
                .open(project);
    }
}
