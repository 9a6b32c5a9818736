package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code ~/.ssh/config}, and then the computer's {@code ssh_config}, say of one host: the first word on anything counts.
 *
 * <p>No command is ever run for it: where one decides, that is told instead.
 */
final class SshConfig {
    private static final Logger LOG = LoggerFactory.getLogger(SshConfig.class);
    private static final Set<String> ASKED = Set.of(
            "hostname", "user", "port", "identityfile", "identitiesonly", "proxyjump", "proxycommand", "hostkeyalias");
    private static final int DEEPEST = 16;

    private final SshUser user;
    private final String host;
    private final Map<String, String> values = new HashMap<>();
    private final List<String> identityFiles = new ArrayList<>();

    private SshConfig(SshUser user, String host) {
        this.user = user;
        this.host = host;
    }

    /**
     * Reads what is said of a host.
     *
     * @param host as the user writes it
     * @throws AmlException when it takes a command to reach the host, or to know how
     */
    static SshConfig of(SshUser user, String host) {
        SshConfig config = new SshConfig(user, host);
        config.read(user.folder().resolve("config"), user.folder(), true, 0);
        config.read(user.system().resolve("ssh_config"), user.system(), true, 0);
        return config;
    }

    /** The first value of a key in lower case letters; null: nothing is said. */
    @Nullable
    String value(String key) {
        return values.get(key);
    }

    /** The files of private keys, in order. */
    List<String> identityFiles() {
        return identityFiles;
    }

    private void read(Path file, Path base, boolean applies, int depth) {
        if (depth > DEEPEST || !Files.isRegularFile(file)) {
            return;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new AmlException(
                    "cannot read " + user.shown(file) + ": " + e.getMessage(),
                    "see that you may read it and that it is text in UTF-8",
                    e);
        }
        boolean active = applies;
        Place undecided = null;
        for (int i = 0; i < lines.size(); i++) {
            List<String> words = SshConfigLine.words(lines.get(i));
            if (words.size() < 2) {
                continue;
            }
            String key = words.get(0).toLowerCase(Locale.ROOT);
            List<String> rest = words.subList(1, words.size());
            Place place = new Place(file, i + 1);
            switch (key) {
                case "host" -> {
                    active = applies && SshPatterns.match(rest, host);
                    undecided = null;
                }
                case "match" -> {
                    SshMatch match = SshMatch.of(rest, host, hostName(), values.get("user"), user.name());
                    active = applies && match == SshMatch.YES;
                    undecided = applies && match == SshMatch.UNDECIDED ? place : null;
                }
                case "include" -> {
                    boolean within = active;
                    rest.forEach(pattern -> include(pattern, base, within, depth));
                }
                default -> {
                    if (undecided != null && ASKED.contains(key) && !values.containsKey(key)) {
                        throw commanded(undecided, "Match exec", "write it as Host " + host + " instead of Match exec");
                    }
                    if (active && ASKED.contains(key)) {
                        take(key, rest, place);
                    }
                }
            }
        }
    }

    private record Place(Path file, int line) {}

    private void take(String key, List<String> rest, Place place) {
        if (key.equals("identityfile")) {
            identityFiles.add(rest.get(0));
            return;
        }
        // Both say how to get there: the first one counts.
        if (key.equals("proxycommand") || key.equals("proxyjump")) {
            if (values.containsKey("proxyjump")) {
                return;
            }
            if (key.equals("proxycommand")) {
                if (!rest.get(0).equalsIgnoreCase("none")) {
                    throw commanded(place, "ProxyCommand", "write ProxyJump <the computer in between> instead");
                }
                values.put("proxyjump", "none");
                return;
            }
        }
        values.putIfAbsent(key, rest.get(0));
    }

    private AmlException commanded(Place place, String what, String remedy) {
        return new AmlException(
                user.shown(place.file()) + ", line " + place.line() + ": " + what + " decides how " + host
                        + " is reached, and no command is run for that",
                remedy);
    }

    private void include(String pattern, Path base, boolean applies, int depth) {
        Path path = pattern.startsWith("~") ? user.file(pattern) : base.resolve(pattern);
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        Set<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder, path.getFileName().toString())) {
            files.forEach(found::add);
        } catch (IOException e) {
            LOG.debug("cannot list {}", folder, e);
        }
        found.forEach(file -> read(file, base, applies, depth + 1));
    }

    private String hostName() {
        return values.getOrDefault("hostname", host).replace("%h", host);
    }
}
