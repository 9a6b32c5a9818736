package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;

/**
 * A file that a run has left: an output, a log, or an upload of the script.
 *
 * @param path {@code outputs/...} or {@code azureml-logs/...}
 * @param size in bytes
 * @param sha256 64 lower-case hexadecimal digits
 */
public record Artifact(ArtifactPath path, long size, String sha256) {}
