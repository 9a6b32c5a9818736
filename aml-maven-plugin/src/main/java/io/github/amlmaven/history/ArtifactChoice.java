package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds the artifacts a user means, or says which there are. */
final class ArtifactChoice {
    private static final int LISTED = 20;

    private ArtifactChoice() {}

    static List<Artifact> matching(RunRecord run, String glob) {
        String wanted = relative(glob);
        List<Artifact> all = run.artifacts();
        List<Artifact> chosen = new ArrayList<>();
        Artifact exact = find(all, wanted);
        if (exact != null) {
            return List.of(exact);
        }
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
            String folder = wanted.endsWith("/") ? wanted : wanted + "/";
            for (Artifact artifact : all) {
                if (artifact.path().value().startsWith(folder) || matcher.matches(onOneLine(artifact))) {
                    chosen.add(artifact);
                }
            }
        } catch (PatternSyntaxException e) {
            throw new AmlException(
                    "'" + glob + "' is not a pattern: " + e.getDescription(),
                    "set -Daml.artifact to a path or a glob such as 'outputs/**' or 'outputs/*.png'");
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "an artifact of run " + run.number()
                            + " has a name that cannot be written in the character set of this" + " system",
                    "set LC_ALL=C.UTF-8 before starting Maven, or set -Daml.artifact to the exact path of another",
                    e);
        }
        if (chosen.isEmpty()) {
            throw none(run, "no artifact of run " + run.number() + " matches '" + glob + "'", all);
        }
        return chosen;
    }

    static Artifact one(RunRecord run, String path) {
        String wanted = relative(path);
        List<Artifact> all = run.artifacts();
        Artifact exact = find(all, wanted);
        if (exact != null) {
            return exact;
        }
        throw none(run, "run " + run.number() + " has no artifact '" + path + "'", all);
    }

    /** The artifact of that path, or of that path below {@code outputs/}. */
    private static @Nullable Artifact find(List<Artifact> all, String wanted) {
        Artifact output = null;
        for (Artifact artifact : all) {
            if (artifact.path().value().equals(wanted)) {
                return artifact;
            }
            if (artifact.path().value().equals("outputs/" + wanted)) {
                output = artifact;
            }
        }
        return output;
    }

    /** To the JDK's globs not even {@code **} matches a line feed; to whoever asks for everything it does. */
    private static Path onOneLine(Artifact artifact) {
        String path = artifact.path().value();
        for (char end : new char[] {'\n', '\r', '\u0085', '\u2028', '\u2029'}) {
            path = path.replace(end, '_');
        }
        return Path.of(path);
    }

    private static String relative(String path) {
        return path.startsWith("./") ? path.substring(2) : path;
    }

    static AmlException none(RunRecord run, String problem, List<Artifact> all) {
        if (all.isEmpty()) {
            return new AmlException(
                    problem + ": it has none, it is " + run.status().label()
                            + run.reason()
                                    .map(reason -> " (" + reason.words() + ")")
                                    .orElse(""),
                    run.status().isFinal()
                            ? "mend what stopped it and run again, or let the script write to outputs/; mvn aml:info"
                                    + " -Daml.run=" + run.number() + " shows the run"
                            : "wait for its end: mvn aml:logs -Daml.follow -Daml.run=" + run.number());
        }
        StringBuilder names = new StringBuilder("set -Daml.artifact to one of");
        for (Artifact artifact : all.subList(0, Math.min(LISTED, all.size()))) {
            names.append("\n     ").append(artifact.path());
        }
        if (all.size() > LISTED) {
            names.append("\n     and ")
                    .append(all.size() - LISTED)
                    .append(" more, which mvn aml:info -Daml.run=")
                    .append(run.number())
                    .append(" lists");
        }
        return new AmlException(problem, names.toString());
    }
}
