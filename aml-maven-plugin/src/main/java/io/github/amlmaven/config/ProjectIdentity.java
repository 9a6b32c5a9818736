package io.github.amlmaven.config;

import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells whose runs a project's runs are. */
public final class ProjectIdentity {
    private static final String[] FILES = {".azureml/project.json", ConfigFolder.NAME + "/project.json"};
    private static final int LONGEST = 64;

    private ProjectIdentity() {}

    /**
     * The identity of a project: a name that is given wins, then the names at the end of {@code Scope} in
     * {@code .azureml/project.json} (or {@code aml_config/project.json}, where 2018 put it), then {@code local},
     * {@code default} and the fallback.
     *
     * @param fallbackName any text; what cannot be in a name becomes a dash
     * @throws io.github.amlmaven.AmlException when the file or a name in it is not usable
     */
    public static ProjectId read(
            Path project,
            @Nullable String account,
            @Nullable String workspace,
            @Nullable String projectName,
            String fallbackName)
            throws IOException {
        String scope = isGiven(account) && isGiven(workspace) && isGiven(projectName) ? "" : scope(project);
        return new ProjectId(
                name(account, scope, "accounts", "local"),
                name(workspace, scope, "workspaces", "default"),
                name(projectName, scope, "projects", safe(fallbackName)));
    }

    private static boolean isGiven(@Nullable String name) {
        return name != null && !name.isBlank();
    }

    private static String name(@Nullable String given, String scope, String kind, String otherwise) {
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        String[] parts = scope.split("/", -1);
        for (int i = parts.length - 2; i >= 0; i--) {
            if (parts[i].equalsIgnoreCase(kind)) {
                return parts[i + 1];
            }
        }
        return otherwise;
    }

    /** The scope of the first file that there is; empty: there is none. */
    private static String scope(Path project) throws IOException {
        for (String name : FILES) {
            if (!Files.exists(project.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Findings findings = new Findings();
            Node.Mapping content = ConfigFile.read(project, name, findings);
            Text scope = content == null ? null : new Section(content, findings).text("Scope");
            findings.refuse();
            return scope == null ? "" : scope.value();
        }
        return "";
    }

    private static String safe(String name) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < name.length() && safe.length() < LONGEST; i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
            if (letterOrDigit) {
                safe.append(c);
            } else if (!safe.isEmpty()) {
                safe.append(c == '.' || c == '_' ? c : '-');
            }
        }
        return safe.isEmpty() ? "project" : safe.toString();
    }
}
