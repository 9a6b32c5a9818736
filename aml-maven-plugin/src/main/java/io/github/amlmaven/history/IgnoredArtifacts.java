package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** Artifacts that the user wants left out of a comparison. */
record IgnoredArtifacts(List<Glob> globs) {
    /** @param anywhere whether it is about the names of files, whatever their folder */
    private record Glob(PathMatcher matcher, boolean anywhere) {}

    /** A glob without {@code /} is about names in any folder, another one about paths, with or without {@code outputs/}. */
    static IgnoredArtifacts of(List<String> patterns) {
        List<Glob> globs = new ArrayList<>();
        for (String pattern : patterns) {
            try {
                boolean anywhere = pattern.indexOf('/') < 0;
                String whole = pattern.endsWith("/") ? pattern + "**" : pattern;
                for (String each : anywhere ? List.of(whole) : List.of(whole, "outputs/" + whole)) {
                    globs.add(new Glob(FileSystems.getDefault().getPathMatcher("glob:" + each), anywhere));
                }
            } catch (PatternSyntaxException e) {
                throw new AmlException(
                        "-Daml.ignore: '" + pattern + "' is not a pattern: " + e.getDescription(),
                        "write a path or a glob such as '*.png' or 'outputs/plots/**', with commas between several");
            }
        }
        return new IgnoredArtifacts(globs);
    }

    boolean has(String artifact) {
        if (globs.isEmpty()) {
            return false;
        }
        try {
            Path path = Path.of(artifact.replaceAll("[\n\r\u0085\u2028\u2029]", "_"));
            return globs.stream().anyMatch(glob -> glob.matcher().matches(glob.anywhere() ? path.getFileName() : path));
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "an artifact has a name that cannot be written in the character set of this system",
                    "set LC_ALL=C.UTF-8 before starting Maven, or leave out -Daml.ignore",
                    e);
        }
    }
}
