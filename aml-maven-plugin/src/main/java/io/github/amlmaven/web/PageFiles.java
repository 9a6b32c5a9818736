package io.github.amlmaven.web;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that the page is made of: the first one and those that it names, and no others. */
final class PageFiles {
    static final String INDEX = "index.html";

    /** The version is the one in the POM; the test of this class knows when they differ. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> LIBRARIES =
            Map.of("lib/uplot.js", CHARTS + "uPlot.iife.min.js", "lib/uplot.css", CHARTS + "uPlot.min.css");
    private static final Pattern NAMED = Pattern.compile("(?:src|href)=\"((?:app|lib)/[A-Za-z0-9_-]+\\.[a-z]+)\"");
    private static final Map<String, String> TYPES = Map.of(
            "html", Answer.HTML,
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private PageFiles() {}

    static PageFiles read() throws IOException {
        PageFiles page = new PageFiles();
        byte[] index = resource(INDEX);
        page.files.put(INDEX, index);
        Matcher named = NAMED.matcher(new String(index, StandardCharsets.UTF_8));
        while (named.find()) {
            String name = named.group(1);
            page.files.put(name, resource(LIBRARIES.getOrDefault(name, name)));
        }
        return page;
    }

    /** The content of a file under exactly that name. */
    Optional<byte[]> content(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** All of them, under the names that the page has for them. */
    Map<String, byte[]> all() {
        return files;
    }

    static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name + " is missing in the plugin");
            }
            return in.readAllBytes();
        }
    }
}
