package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The way to a computer: the computers to go through, if any, and it itself, as {@code ~/.ssh/config} has them. */
record SshRoute(List<SshRoute.Stop> stops) {
    private static final int USUAL_PORT = 22;
    private static final int MOST_STOPS = 8;

    /**
     * One computer on the way.
     *
     * @param server its id in {@code settings.xml}: as the user has written it
     * @param written the same without a port, which is its other id
     * @param alias the name its host key is known by; null: {@code host}
     * @param identityFile the key, and no other; null: those of {@code identityFiles} or the usual ones
     */
    record Stop(
            String server,
            String written,
            String user,
            String host,
            int port,
            @Nullable String alias,
            @Nullable String identityFile,
            List<String> identityFiles,
            boolean identitiesOnly) {
        /** The name that {@code known_hosts} has for it. */
        String hostKeyName() {
            if (alias != null) {
                return alias;
            }
            return port == USUAL_PORT ? host : "[" + host + "]:" + port;
        }

        /** {@code user@host}. */
        @Override
        public String toString() {
            return user + "@" + host + (port == USUAL_PORT ? "" : ":" + port);
        }
    }

    /** @throws AmlException when it takes a command to know it, or it never ends */
    static SshRoute to(SshLogin login, SshUser user) {
        List<Stop> stops = new ArrayList<>();
        SshAddress address = login.address();
        add(stops, user, address.place(), address.host(), address.port(), address.user(), login.identityFile(), 0);
        return new SshRoute(stops);
    }

    private static void add(
            List<Stop> stops,
            SshUser user,
            String written,
            String host,
            @Nullable Integer port,
            @Nullable String login,
            @Nullable String identityFile,
            int depth) {
        SshConfig config = SshConfig.of(user, host);
        if (depth > MOST_STOPS || stops.size() > MOST_STOPS) {
            throw new AmlException(
                    "~/.ssh/config: ProxyJump leads through more than " + MOST_STOPS + " computers on the way to "
                            + host,
                    "see that no computer is reached through itself");
        }
        String jumps = config.value("proxyjump");
        if (jumps != null && !jumps.equalsIgnoreCase("none")) {
            String[] hops = jumps.split(",", -1);
            for (int i = 0; i < hops.length; i++) {
                hop(stops, user, hops[i].strip(), depth + 1, i == 0);
            }
        }
        String name = login != null ? login : config.value("user") != null ? config.value("user") : user.name();
        String real = (config.value("hostname") == null ? host : config.value("hostname"))
                .replace("%h", host)
                .replace("%%", "%")
                .toLowerCase(Locale.ROOT);
        List<String> files = new ArrayList<>();
        for (String file : config.identityFiles()) {
            if (!file.equalsIgnoreCase("none")) {
                files.add(expanded(file, user, real, String.valueOf(name)));
            }
        }
        stops.add(new Stop(
                written,
                host,
                String.valueOf(name),
                checked(real, host),
                port == null ? port(config.value("port")) : port,
                config.value("hostkeyalias"),
                identityFile,
                files,
                "yes".equalsIgnoreCase(config.value("identitiesonly"))));
    }

    /** {@code [user@]host[:port]}, also as {@code ssh://}. */
    private static void hop(List<Stop> stops, SshUser user, String written, int depth, boolean first) {
        String rest = written.replaceFirst("^ssh://", "");
        int at = rest.lastIndexOf('@');
        SshAddress hop;
        try {
            hop = SshAddress.of(rest.substring(at + 1), "");
        } catch (NumberFormatException e) {
            throw new AmlException(
                    "~/.ssh/config: ProxyJump " + written + " has no number as its port",
                    "write ProxyJump <host>:<port>",
                    e);
        }
        int before = stops.size();
        add(stops, user, hop.place(), hop.host(), hop.port(), at < 0 ? null : rest.substring(0, at), null, depth);
        // Those after the first are reached through the one before, whatever is said of them.
        while (!first && stops.size() > before + 1) {
            stops.remove(before);
        }
    }

    private static int port(@Nullable String written) {
        try {
            return written == null ? USUAL_PORT : Integer.parseInt(written);
        } catch (NumberFormatException e) {
            throw new AmlException("~/.ssh/config: Port " + written + " is no number", "write Port 22", e);
        }
    }

    private static String checked(String real, String host) {
        if (real.isEmpty() || real.startsWith("-") || real.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new AmlException(
                    "~/.ssh/config: HostName of " + host + " is no host name", "write HostName <name or IP address>");
        }
        return real;
    }

    private static String expanded(String file, SshUser user, String host, String login) {
        return file.replace("%d", user.home().toString())
                .replace("%u", user.name())
                .replace("%h", host)
                .replace("%r", login)
                .replace("%%", "%");
    }
}
