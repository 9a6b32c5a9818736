package io.github.amlmaven.staging;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a link in the mind only, to say whether it stays in the project.
 *
 * <p>Every link on the way is followed too, each step within the project; nothing outside is ever looked at.
 */
final class LinkPolicy {
    /** The number of links after which Linux gives up on a path. */
    private static final int MOST_LINKS = 40;

    private final Path root;
    private final List<String> roots;

    /** What a link leads to: {@code target} is relative to the project and null when it leaves it. */
    record Destination(@Nullable String target, boolean exists, boolean loop) {
        static final Destination OUTSIDE = new Destination(null, false, false);
    }

    /** @param given the project as the user named it, which may itself lead through a link */
    LinkPolicy(Path root, Path given) {
        this.root = root;
        String real = root.toString();
        String named = given.toAbsolutePath().normalize().toString();
        this.roots = named.equals(real) ? List.of(real) : List.of(real, named);
    }

    Destination follow(String folder, String target) throws IOException {
        Deque<String> todo = new ArrayDeque<>();
        List<String> at = new ArrayList<>();
        pushAll(todo, folder);
        while (!todo.isEmpty()) {
            at.add(todo.pop());
        }
        if (!step(todo, at, target)) {
            return Destination.OUTSIDE;
        }
        boolean exists = true;
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.pop();
            if (name.equals("..")) {
                if (at.isEmpty()) {
                    return Destination.OUTSIDE;
                }
                at.remove(at.size() - 1);
                continue;
            }
            at.add(name);
            FileStatus status = exists ? statusOrNull(at) : null;
            exists &= status != null;
            if (status != null && status.is(FileStatus.LINK)) {
                if (++links > MOST_LINKS) {
                    return new Destination(String.join("/", at), false, true);
                }
                Path link = path(at);
                at.remove(at.size() - 1);
                if (!step(todo, at, Files.readSymbolicLink(link).toString())) {
                    return Destination.OUTSIDE;
                }
            }
        }
        return new Destination(String.join("/", at), exists, false);
    }

    /** The text a link has in the copy: an absolute one is rewritten to lead from its folder to the same place. */
    String rewritten(String folder, String target) {
        String inside = inside(target);
        if (inside == null) {
            return target;
        }
        StringBuilder relative = new StringBuilder();
        for (int i = 0; i < folder.length(); i++) {
            if (i == 0 || folder.charAt(i) == '/') {
                relative.append("../");
            }
        }
        relative.append(inside);
        return relative.isEmpty() ? "." : relative.toString();
    }

    private boolean step(Deque<String> todo, List<String> at, String target) {
        if (!Path.of(target).isAbsolute()) {
            pushAll(todo, target);
            return true;
        }
        String inside = inside(target);
        if (inside == null) {
            return false;
        }
        at.clear();
        pushAll(todo, inside);
        return true;
    }

    /** The part of an absolute path behind the project's own folder, or null when it is elsewhere or relative. */
    private @Nullable String inside(String target) {
        for (String prefix : roots) {
            if (target.equals(prefix)) {
                return "";
            }
            if (target.startsWith(prefix.endsWith("/") ? prefix : prefix + "/")) {
                int start = prefix.length();
                while (start < target.length() && target.charAt(start) == '/') {
                    start++;
                }
                return target.substring(start);
            }
        }
        return null;
    }

    private static void pushAll(Deque<String> todo, String path) {
        String[] names = path.split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                todo.push(names[i]);
            }
        }
    }

    private @Nullable FileStatus statusOrNull(List<String> at) throws IOException {
        try {
            return FileStatus.of(path(at));
        } catch (FileSystemException unreachable) {
            return null;
        }
    }

    private Path path(List<String> at) {
        return root.resolve(String.join("/", at));
    }
}
