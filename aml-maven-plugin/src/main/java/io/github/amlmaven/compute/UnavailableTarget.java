package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;

/** A target whose {@code .compute} file is read and checked, but which this version of the plugin cannot run. */
public record UnavailableTarget(String name, String type) implements TargetSettings {
    @Override
    public ComputeTarget open(ProjectId project, Credentials credentials) {
        throw new AmlException(
                "compute target '" + name + "' is of type " + type + ", which this version cannot run yet",
                "run on this computer: -Daml.target=local");
    }
}
