package io.github.amlmaven.store;

/** x. */
final class ObjectName {
    private ObjectName() {}
}
