package io.github.amlmaven.config;

import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.TargetSettings;
import java.util.List;

/**
 * What is to be installed where, whatever script is to run there.
 *
 * @param name the run configuration, or the compute target without one
 * @param target where it is installed, and how the target is reached
 * @param requirements what the dependency files say
 * @param remarks what to tell the user before
 */
public record EnvironmentConfiguration(
        String name, TargetSettings target, Requirements requirements, List<Remark> remarks) {}
