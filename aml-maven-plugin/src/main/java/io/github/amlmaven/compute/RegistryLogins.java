package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.AuthConfig;
import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who the user is on a registry: what {@code settings.xml} says, else what {@code docker login} has kept. */
record RegistryLogins(Credentials credentials, DockerConfigFile config) {
    private static final String HUB_ADDRESS = "https://index.docker.io/v1/";
    private static final List<String> HUB_NAMES =
            List.of(ImageReference.DOCKER_HUB, "index.docker.io", "registry-1.docker.io", "hub.docker.com");

    /**
     * How to log in.
     *
     * @param source where that was found, in words
     */
    record Login(AuthConfig auth, String source) {}

    /** The login for a registry, as {@link ImageReference} names it; empty: none is known. */
    Optional<Login> find(String registry) throws IOException {
        boolean hub = registry.equals(ImageReference.DOCKER_HUB);
        String address = hub ? HUB_ADDRESS : registry;
        for (String server : hub ? HUB_NAMES : List.of(registry)) {
            Optional<Credentials.Login> login = credentials.login(server);
            if (login.isPresent()) {
                AuthConfig auth = new AuthConfig()
                        .withUsername(login.get().user())
                        .withPassword(login.get().password().value());
                return Optional.of(
                        new Login(auth.withRegistryAddress(address), "the server '" + server + "' of settings.xml"));
            }
        }
        String helper = helper(address);
        return helper == null
                ? written(address)
                : CredentialProgram.of(helper)
                        .get(address)
                        .map(auth -> new Login(auth.withRegistryAddress(address), "docker-credential-" + helper));
    }

    private @Nullable String helper(String address) {
        Object own = config.table("credHelpers").get(address.equals(HUB_ADDRESS) ? ImageReference.DOCKER_HUB : address);
        Object helper = own == null && address.equals(HUB_ADDRESS)
                ? config.table("credHelpers").get(HUB_ADDRESS)
                : own;
        Object chosen = helper == null ? config.content().get("credsStore") : helper;
        return chosen instanceof String name && !name.isEmpty() ? name : null;
    }

    private Optional<Login> written(String address) {
        for (Map.Entry<?, ?> entry : config.table("auths").entrySet()) {
            if (host(String.valueOf(entry.getKey())).equals(host(address))
                    && entry.getValue() instanceof Map<?, ?> auth) {
                return auth(auth)
                        .map(found -> new Login(
                                found.withRegistryAddress(address),
                                config.file().toString()));
            }
        }
        return Optional.empty();
    }

    private static Optional<AuthConfig> auth(Map<?, ?> entry) {
        AuthConfig auth = new AuthConfig();
        if (entry.get("identitytoken") instanceof String token && !token.isEmpty()) {
            return Optional.of(auth.withIdentityToken(token));
        }
        if (entry.get("auth") instanceof String encoded && !encoded.isEmpty()) {
            String pair = new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                // The docker CLI fills up with NULs.
                String password = pair.substring(colon + 1).replace("\0", "");
                return Optional.of(auth.withUsername(pair.substring(0, colon)).withPassword(password));
            }
        }
        return entry.get("username") instanceof String user && entry.get("password") instanceof String password
                ? Optional.of(auth.withUsername(user).withPassword(password))
                : Optional.empty();
    }

    /** Old versions of docker wrote addresses where hosts are enough. */
    private static String host(String address) {
        int scheme = address.indexOf("://");
        String rest = scheme < 0 ? address : address.substring(scheme + 3);
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }
}
