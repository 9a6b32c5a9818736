package io.github.amlmaven.compute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image, taken apart as Docker does.
 *
 * @param registry its host, with the port if there is one
 * @param repository the name without tag and digest, with the registry if it is written
 * @param version the digest, else the tag, else {@code latest}
 */
record ImageReference(String registry, String repository, String version) {
    static final String DOCKER_HUB = "docker.io";

    static ImageReference of(String name) {
        int at = name.indexOf('@');
        String plain = at < 0 ? name : name.substring(0, at);
        int colon = plain.indexOf(':', plain.lastIndexOf('/') + 1);
        String repository = colon < 0 ? plain : plain.substring(0, colon);
        String tag = colon < 0 ? null : plain.substring(colon + 1);
        return new ImageReference(
                registry(repository), repository, at >= 0 ? name.substring(at + 1) : tag == null ? "latest" : tag);
    }

    /** The one of {@code name@digest} that means this repository, else any; null: the image comes from no registry. */
    @Nullable
    String digest(@Nullable List<String> known) {
        List<String> digests = known == null ? List.of() : known;
        return digests.stream()
                .filter(each -> each.startsWith(repository + "@"))
                .findFirst()
                .orElse(digests.isEmpty() ? null : digests.get(0));
    }

    private static String registry(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        return !host || first.equals("index.docker.io") ? DOCKER_HUB : first;
    }
}
