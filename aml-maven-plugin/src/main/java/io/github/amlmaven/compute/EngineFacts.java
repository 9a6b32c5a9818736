package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.Info;
import java.util.List;
import java.util.Map;

/**
 * What an engine says of itself that matters for a run.
 *
 * @param version such as {@code 20.10.24}
 * @param rootless whether its root is the user who started it
 * @param remapsUsers whether its containers have other user numbers than the computer, unless they ask for those
 * @param selinux whether files of the computer are closed to containers unless they are labelled
 * @param nvidia whether it is known to hand out NVIDIA's graphics cards; if not, it may all the same
 */
record EngineFacts(String version, boolean rootless, boolean remapsUsers, boolean selinux, boolean nvidia) {
    static EngineFacts of(Info info) {
        List<String> options = info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions();
        Object runtimes =
                info.getRawValues() == null ? null : info.getRawValues().get("Runtimes");
        return new EngineFacts(
                String.valueOf(info.getServerVersion()),
                has(options, "rootless"),
                has(options, "userns"),
                has(options, "selinux"),
                runtimes instanceof Map<?, ?> names && names.containsKey("nvidia"));
    }

    private static boolean has(List<String> options, String name) {
        return options.stream()
                .anyMatch(option -> option.equals("name=" + name) || option.startsWith("name=" + name + ","));
    }
}
