package io.github.amlmaven.web;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How the page shows a file, by its name; what is served as an image is decided by its content. */
final class ArtifactKind {
    private static final Map<String, Set<String>> ENDINGS = Map.of(
            "json", Set.of("json", "geojson", "ipynb"),
            "csv", Set.of("csv", "tsv"),
            "image", Set.of("png", "jpg", "jpeg", "gif", "webp"),
            "svg", Set.of("svg"),
            "text",
                    Set.of(
                            "txt",
                            "log",
                            "md",
                            "rst",
                            "py",
                            "r",
                            "java",
                            "sh",
                            "js",
                            "sql",
                            "yml",
                            "yaml",
                            "toml",
                            "ini",
                            "cfg",
                            "conf",
                            "properties",
                            "runconfig",
                            "compute",
                            "xml",
                            "html",
                            "htm",
                            "css",
                            "tex",
                            "jsonl",
                            "ndjson",
                            "dot",
                            "out",
                            "err",
                            "c",
                            "cpp",
                            "h",
                            "go",
                            "rs",
                            "scala"));

    private ArtifactKind() {}

    /** {@code text}, {@code json}, {@code csv}, {@code image}, {@code svg} or {@code binary}. */
    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        for (Map.Entry<String, Set<String>> kind : ENDINGS.entrySet()) {
            if (kind.getValue().contains(ending)) {
                return kind.getKey();
            }
        }
        return "binary";
    }
}
