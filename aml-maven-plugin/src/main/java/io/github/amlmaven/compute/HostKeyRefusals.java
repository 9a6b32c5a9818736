package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.util.List;
import java.util.Locale;

/** Why a host key is not believed, in words. */
final class HostKeyRefusals {
    private HostKeyRefusals() {}

    static AmlException unknown(String host, HostKeyBlob key, List<KnownHost> authorities) {
        return new AmlException(
                "the host key of " + host + " is unknown: " + key + "; nothing has been sent"
                        + (authorities.isEmpty()
                                ? ""
                                : "\n" + authorities.get(0).place() + " names an authority for it ("
                                        + KnownHost.AUTHORITY + "), and certificates of hosts are not supported"),
                "compare it with what that computer itself says: ssh-keygen -lf /etc/ssh/ssh_host_"
                        + key.kind().toLowerCase(Locale.ROOT)
                        + "_key.pub\nif it is the same: mvn aml:attach -Daml.target=<name> -Daml.acceptHostKey="
                        + key.fingerprint(),
                new HostKeyException(host, key, true));
    }

    static AmlException changed(String host, HostKeyBlob key, List<KnownHost> known) {
        KnownHost line = known.stream()
                .filter(one -> one.key().type().equals(key.type()))
                .findFirst()
                .orElse(known.get(0));
        return new AmlException(
                "the host key of " + host + " has changed: it shows " + key + ", and " + line.place() + " has "
                        + line.key() + "; somebody may be listening in between: nothing has been sent",
                "ask whoever looks after that computer whether its keys are new; if they are, delete line "
                        + line.line() + " of " + line.file() + ", and then: mvn aml:attach -Daml.target=<name>"
                        + " -Daml.acceptHostKey=" + key.fingerprint(),
                new HostKeyException(host, key, false));
    }

    static AmlException revoked(String host, HostKeyBlob key, KnownHost line) {
        return new AmlException(
                "the host key of " + host + " is revoked: " + key + ", by " + line.place() + "; nothing has been sent",
                "ask whoever looks after that computer for a new host key: a revoked one may be stolen",
                new HostKeyException(host, key, false));
    }
}
