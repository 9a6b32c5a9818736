package io.github.amlmaven.compute;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a Docker engine is.
 *
 * @param host as the docker CLI writes it: {@code unix:///var/run/docker.sock}, {@code tcp://host:2376}, {@code npipe:...}
 * @param certificates the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null: no TLS
 * @param source where the address was found, in words
 */
record DockerAddress(String host, @Nullable Path certificates, String source) {
    @Override
    public String toString() {
        return host;
    }
}
