package io.github.amlmaven.compute;

/** A place where a job can run. */
public interface ComputeTarget {}
