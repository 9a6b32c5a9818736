package io.github.amlmaven.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks for scripts to suggest when the one asked for is not there; looks at a part of a huge project only. */
final class ProjectScripts {
    private static final int DEEPEST = 5;
    private static final int MOST_FILES = 20_000;
    private static final int MOST_SUGGESTIONS = 3;
    private static final Set<String> NOT_STAGED = Set.of("docs", "outputs", "target", "azureml-logs", "azureml-setup");

    private final Path project;
    private int seen;

    ProjectScripts(Path project) {
        this.project = project;
    }

    /** The scripts in the project's own folder, by name. */
    List<String> inRoot() throws IOException {
        List<String> scripts = new ArrayList<>();
        collect(project, "", DEEPEST, scripts);
        return scripts;
    }

    /** The scripts that may have been meant: of the same name elsewhere, else of a similar name. */
    List<String> near(String path) throws IOException {
        List<String> scripts = new ArrayList<>();
        collect(project, "", 1, scripts);
        String wanted = name(path);
        List<String> same = new ArrayList<>();
        List<String> similar = new ArrayList<>();
        for (String script : scripts) {
            String name = name(script);
            if (name.equalsIgnoreCase(wanted)) {
                same.add(script);
            } else if (name.startsWith(wanted + ".") || Spelling.nearest(wanted, List.of(name)) != null) {
                similar.add(script);
            }
        }
        List<String> near = same.isEmpty() ? similar : same;
        return near.subList(0, Math.min(near.size(), MOST_SUGGESTIONS));
    }

    private void collect(Path folder, String prefix, int depth, List<String> scripts) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (++seen > MOST_FILES) {
                    break;
                }
                names.add(String.valueOf(file.getFileName()));
            }
        }
        Collections.sort(names);
        for (String name : names) {
            Path file = folder.resolve(name);
            if (isScript(name) && Files.isRegularFile(file)) {
                scripts.add(prefix + name);
            }
        }
        for (String name : names) {
            Path file = folder.resolve(name);
            boolean wanted = depth < DEEPEST && !name.startsWith(".") && !NOT_STAGED.contains(name);
            if (wanted && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file)) {
                collect(file, prefix + name + "/", depth + 1, scripts);
            }
        }
    }

    private static boolean isScript(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".py") || lower.endsWith(".java") || lower.endsWith(".sh") || lower.endsWith(".r");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
