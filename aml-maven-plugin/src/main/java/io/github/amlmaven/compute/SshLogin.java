package io.github.amlmaven.compute;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach another computer, without any secret.
 *
 * @param identityFile the private key, {@code ~} allowed; null: those of {@code ~/.ssh/config}, of the agent, and the usual
 *     ones
 * @param knownHosts the project's {@code aml_config/known_hosts}, which need not be there
 */
public record SshLogin(SshAddress address, @Nullable String identityFile, Path knownHosts) {
    /** For the journal. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address.place());
        facts.put("username", address.user());
        facts.put("known_hosts", knownHosts.toAbsolutePath().toString());
        if (identityFile != null) {
            facts.put("identity_file", identityFile);
        }
        return facts;
    }

    /** For people, before a run; the map may be added to. */
    Map<String, Object> plan() {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("place", address.toString());
        plan.put(
                "key",
                identityFile == null ? "of settings.xml, ~/.ssh/config, the agent, or a usual one" : identityFile);
        return plan;
    }

    /** Of what {@link #facts} gave. */
    static SshLogin of(Map<?, ?> facts) {
        return new SshLogin(
                SshAddress.of(String.valueOf(facts.get("address")), String.valueOf(facts.get("username"))),
                facts.get("identity_file") instanceof String file ? file : null,
                Path.of(String.valueOf(facts.get("known_hosts"))));
    }
}
