package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** stub */
record EnvironmentImage(
        DockerEngine engine, String base, Requirements requirements, Credentials credentials, ProjectId project) {
    record Prepared(String name, String id, @Nullable String environment, Map<String, Object> facts) {}

    Optional<Prepared> find() {
        String id = engine.ask(
                "x", () -> engine.calls().inspectImageCmd(base).exec().getId());
        return Optional.of(new Prepared(base, String.valueOf(id), null, Map.of()));
    }

    Prepared prepare(OutputStream log, Cancellation c) {
        return find().orElseThrow();
    }

    AmlException notPrepared(String target) {
        return new AmlException("a", "b");
    }
}
