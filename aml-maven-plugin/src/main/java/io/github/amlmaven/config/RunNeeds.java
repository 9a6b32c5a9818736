package io.github.amlmaven.config;

import io.github.amlmaven.compute.Requirements;
import io.github.amlmaven.compute.TargetSettings;

/** Where a run configuration runs, and what has to be installed there for it. */
public record RunNeeds(TargetSettings target, Requirements requirements) {}
