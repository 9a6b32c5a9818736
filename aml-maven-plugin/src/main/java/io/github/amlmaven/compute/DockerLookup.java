package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Ownership;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Docker engine as the docker CLI does: {@code DOCKER_HOST}, else the context ({@code DOCKER_CONTEXT}, or the one
 * that {@code docker context use} has chosen), else the usual socket; then, unlike it, the sockets of engines that run
 * without root: Docker's own, Docker Desktop's, Colima's, Rancher Desktop's, Podman's.
 */
final class DockerLookup {
    private static final String WINDOWS_PIPE = "npipe:////./pipe/docker_engine";
    private static final int TLS_PORT = 2376;
    /** A name, such as 127.example.org, may be anywhere. */
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private final Map<String, String> environment;
    private final Path home;
    private final Path root;
    private final List<String> tried = new ArrayList<>();

    /** @param root the top of the file system */
    DockerLookup(Map<String, String> environment, Path home, Path root) {
        this.environment = environment;
        this.home = home;
        this.root = root;
    }

    /** The engine of this process's user. */
    static DockerAddress find() {
        return new DockerLookup(System.getenv(), Path.of(System.getProperty("user.home")), Path.of("/")).address();
    }

    /**
     * The address; it has been tried whether something listens at a socket, not whether that is an engine.
     *
     * @throws AmlException with every place that was tried when there is none
     */
    DockerAddress address() {
        DockerAddress named = named();
        if (named != null) {
            return tried(named);
        }
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return new DockerAddress(WINDOWS_PIPE, null, "the usual pipe");
        }
        for (Map.Entry<String, Path> place : sockets().entrySet()) {
            String why = whyNot(place.getValue());
            if (why == null) {
                return new DockerAddress("unix://" + place.getValue(), null, place.getKey());
            }
            tried.add("unix://" + place.getValue() + " (" + place.getKey() + "): " + why);
        }
        throw none();
    }

    /** The one of this process's user, as far as it is named; null: a socket is tried for. Nothing is contacted. */
    static @Nullable DockerAddress findNamed() {
        return new DockerLookup(System.getenv(), Path.of(System.getProperty("user.home")), Path.of("/")).named();
    }

    /** The address that the user has named; null: none. It has been read, not tried. */
    @Nullable
    DockerAddress named() {
        String host = environment.get("DOCKER_HOST");
        if (host != null && !host.isBlank()) {
            return chosen(new DockerAddress(host.strip(), certificates(), "DOCKER_HOST"));
        }
        DockerContext context = DockerContext.current(environment, home);
        return context == null ? null : chosen(context.address());
    }

    private DockerAddress tried(DockerAddress address) {
        if (address.host().startsWith("unix:")) {
            String why = whyNot(Path.of(uri(address).getPath()));
            if (why != null) {
                tried.add(address + " (" + address.source() + "): " + why);
                throw none();
            }
        }
        return address;
    }

    /** An address the user has chosen: nothing else is tried. */
    private DockerAddress chosen(DockerAddress address) {
        URI uri = uri(address);
        switch (String.valueOf(uri.getScheme())) {
            case "unix" -> {
                if (uri.getPath() == null || uri.getHost() != null) {
                    throw new AmlException(
                            address.source() + " is '" + address + "', and a socket is named by its whole path",
                            "write three slashes: DOCKER_HOST=unix:///var/run/docker.sock");
                }
            }
            case "npipe" -> {}
            case "tcp", "http", "https" -> {
                return tcp(address, uri);
            }
            default ->
                throw new AmlException(
                        address.source() + " is '" + address
                                + "': this version reaches engines by unix://, npipe:// and tcp://",
                        address.host().startsWith("ssh:")
                                ? "forward its socket, and name that: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock"
                                        + " <user>@<host> & export DOCKER_HOST=unix:///tmp/docker.sock"
                                : "write DOCKER_HOST=unix:///var/run/docker.sock or the like");
        }
        return address;
    }

    /** Whoever reaches an engine is root on its computer: nothing is said to one on the network that others can hear. */
    private static DockerAddress tcp(DockerAddress address, URI uri) {
        String host = uri.getHost();
        boolean here = host != null
                && (host.equals("localhost") || LOOPBACK.matcher(host).matches() || host.equals("[::1]"));
        if (host == null) {
            throw new AmlException(
                    address.source() + " is '" + address + "', which names no host",
                    "write DOCKER_HOST=tcp://<host>:" + TLS_PORT);
        }
        if (address.certificates() == null && !here) {
            throw new AmlException(
                    address.source() + " is '" + address
                            + "': that is not encrypted, and an engine obeys whoever reaches it",
                    "use TLS: DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=<folder with ca.pem, cert.pem and key.pem>");
        }
        if (address.certificates() != null) {
            for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
                if (!Files.isReadable(address.certificates().resolve(file))) {
                    throw new AmlException(
                            address.source() + " asks for TLS, and there is no certificate "
                                    + address.certificates().resolve(file),
                            "name the folder with ca.pem, cert.pem and key.pem: DOCKER_CERT_PATH=<folder>");
                }
            }
        }
        int port = uri.getPort() < 0 ? (address.certificates() == null ? TLS_PORT - 1 : TLS_PORT) : uri.getPort();
        return new DockerAddress("tcp://" + host + ":" + port, address.certificates(), address.source());
    }

    private URI uri(DockerAddress address) {
        try {
            return URI.create(address.host());
        } catch (IllegalArgumentException e) {
            throw new AmlException(
                    address.source() + " is '" + address + "', which is no address",
                    "write DOCKER_HOST=unix:///var/run/docker.sock or DOCKER_HOST=tcp://<host>:" + TLS_PORT,
                    e);
        }
    }

    private @Nullable Path certificates() {
        String verify = environment.get("DOCKER_TLS_VERIFY");
        if (verify == null || verify.isEmpty()) {
            return null;
        }
        String path = environment.get("DOCKER_CERT_PATH");
        return path == null || path.isEmpty() ? DockerContext.folder(environment, home) : Path.of(path);
    }

    private Map<String, Path> sockets() {
        Map<String, Path> sockets = new LinkedHashMap<>();
        String runtime = environment.get("XDG_RUNTIME_DIR");
        Path own = runtime == null || runtime.isEmpty() ? root.resolve("run/user/" + uid()) : Path.of(runtime);
        sockets.put("the usual socket", root.resolve("var/run/docker.sock"));
        sockets.put("rootless Docker", own.resolve("docker.sock"));
        sockets.put("Docker Desktop", home.resolve(".docker/run/docker.sock"));
        sockets.put("Docker Desktop for Linux", home.resolve(".docker/desktop/docker.sock"));
        sockets.put("Colima", home.resolve(".colima/default/docker.sock"));
        sockets.put("Rancher Desktop", home.resolve(".rd/docker.sock"));
        sockets.put("rootless Podman", own.resolve("podman/podman.sock"));
        sockets.put("Podman", root.resolve("run/podman/podman.sock"));
        return sockets;
    }

    private static Object uid() {
        try {
            return Ownership.ourUid();
        } catch (IOException | UnsupportedOperationException e) {
            return "0"; // a system without such numbers has no such folders either
        }
    }

    /** Why nobody answers at a socket; null: somebody listens. */
    private static @Nullable String whyNot(Path socket) {
        if (!Files.exists(socket)) {
            return "not there";
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return null;
        } catch (IOException | UnsupportedOperationException e) {
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        }
    }

    private AmlException none() {
        boolean denied = tried.stream().anyMatch(place -> place.endsWith("permission denied"));
        return new AmlException(
                "there is no Docker engine; tried:\n     " + String.join("\n     ", tried),
                denied
                        ? "let your user use it: sudo usermod -aG docker $USER, then log in again"
                        : "start it (sudo systemctl start docker), install it (Debian: sudo apt-get install docker.io), or"
                                + " name another: DOCKER_HOST=<address>");
    }
}
