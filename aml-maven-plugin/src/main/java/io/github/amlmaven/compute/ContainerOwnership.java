package io.github.amlmaven.compute;
/** stub */
record ContainerOwnership(RunContainer container, RunDirectory directory) {
    void check() {}
}
