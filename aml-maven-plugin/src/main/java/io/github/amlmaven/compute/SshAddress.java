package io.github.amlmaven.compute;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom to reach over SSH, as a {@code .compute} file has it.
 *
 * @param host a name, an IP address, or a {@code Host} of {@code ~/.ssh/config}; an IPv6 address without brackets
 * @param port null: what {@code ~/.ssh/config} says, else 22
 * @param user the SSH user
 */
public record SshAddress(String host, @Nullable Integer port, String user) {
    /** Reads {@code host}, {@code host:port}, {@code [IPv6]:port} or a bare IPv6 address, which has been checked. */
    public static SshAddress of(String address, String user) {
        String lower = address.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return new SshAddress(
                    lower.substring(1, end), end + 1 < lower.length() ? port(lower, end + 1) : null, user);
        }
        return colon < 0 || lower.indexOf(':') != colon
                ? new SshAddress(lower, null, user)
                : new SshAddress(lower.substring(0, colon), port(lower, colon), user);
    }

    private static Integer port(String address, int colon) {
        return Integer.valueOf(address.substring(colon + 1));
    }

    /** As {@code address} is written: {@code host} or {@code host:port}. */
    public String place() {
        return port == null ? host : (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** {@code user@host} or {@code user@host:port}. */
    @Override
    public String toString() {
        return user + "@" + place();
    }
}
