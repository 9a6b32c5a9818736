package io.github.amlmaven.compute;

/** The cause of a failure that a host key is the reason of, with the key the computer has shown. */
final class HostKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final transient HostKeyBlob key;
    private final boolean unknown;

    HostKeyException(String host, HostKeyBlob key, boolean unknown) {
        super(host + " has shown " + key);
        this.host = host;
        this.key = key;
        this.unknown = unknown;
    }

    /** As {@code known_hosts} names it: {@code host} or {@code [host]:port}. */
    String host() {
        return host;
    }

    HostKeyBlob key() {
        return key;
    }

    /** Whether nothing is known of the host, so that its key may be accepted; else another key is known, or this is revoked. */
    boolean isUnknown() {
        return unknown;
    }
}
