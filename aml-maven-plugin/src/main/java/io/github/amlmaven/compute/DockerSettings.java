package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What docker-java is told: where the engine is. Its own look around, at properties files on the class path, is not ours. */
final class DockerSettings implements DockerClientConfig {
    private final DockerAddress address;
    private final RemoteApiVersion version;

    DockerSettings(DockerAddress address, RemoteApiVersion version) {
        this.address = address;
        this.version = version;
    }

    @Override
    public URI getDockerHost() {
        return URI.create(address.host());
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return version;
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String image) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    @Override
    @SuppressWarnings("deprecation") // the transport is told by its own builder; this is how the interface has it
    public com.github.dockerjava.core.@Nullable SSLConfig getSSLConfig() {
        return null;
    }
}
