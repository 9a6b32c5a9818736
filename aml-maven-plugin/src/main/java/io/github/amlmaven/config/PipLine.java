package io.github.amlmaven.config;

import io.github.amlmaven.compute.PipItem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads an item of the list for pip as files of 2017 have it: a requirement, an option, or a file of this computer. */
final class PipLine {
    /** Where the share folder is in a container: what lies there need not be here. */
    private static final String SHARE = "/azureml-share/";

    private static final List<String> ARCHIVES = List.of(".whl", ".tar.gz", ".zip");
    private static final String MAKE_WHEEL =
            "make a wheel of it (pip wheel --no-deps <folder>), and name that: <path>.whl";
    /** What to do about options that name a file or a folder, for pip runs where there is none. */
    private static final Map<String, String> FILE_OPTIONS = Map.of(
            "-r", "write the lines of that file here, an item each",
            "--requirement", "write the lines of that file here, an item each",
            "-c", "write the versions here, behind the packages",
            "--constraint", "write the versions here, behind the packages",
            "-e", MAKE_WHEEL,
            "--editable", MAKE_WHEEL,
            "-f", "name each file itself: <path>.whl",
            "--find-links", "name each file itself: <path>.whl");

    private static final Pattern FILE_OPTION =
            Pattern.compile("(-[rcef]|--requirement|--constraint|--editable|--find-links)(?:\\s*+=?\\s*+)(.*+)");

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*+\\s*+(?:\\[[^\\]]*+\\]\\s*+)?";
    private static final Pattern REQUIREMENT = Pattern.compile(NAME + "(?:(?:==|[~!]=|[<>;(@]|--).*+)?");
    private static final Pattern SINGLE_SIGN =
            Pattern.compile("(" + NAME + ")=\\s*+([A-Za-z0-9][^=;,\\s]*+)\\s*+(;.*+)?");

    private final Path project;
    private final String file;
    private final Findings findings;

    /** @param file the dependency file, relative to the project */
    PipLine(Path project, String file, Findings findings) {
        this.project = project;
        this.file = file;
        this.findings = findings;
    }

    /** The item as pip is to have it; null: it is no such thing, and the findings say why. */
    @Nullable
    PipItem read(Text written) {
        String text = RequirementComment.cut(written, "pip", findings);
        if (text.isEmpty()) {
            return null;
        }
        if (text.startsWith("-")) {
            return option(new Text(text, written.place()));
        }
        int direct = text.indexOf("file:");
        if (direct > 0 && text.substring(0, direct).strip().endsWith("@")) {
            text = text.substring(direct);
        }
        if (isFile(text) || isPath(text)) {
            return local(new Text(text, written.place()));
        }
        return text.contains("://") ? new PipItem(text, null) : requirement(new Text(text, written.place()));
    }

    /** Whether it is the name of a file that pip installs, and no address of one elsewhere. */
    static boolean isFile(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return (!lower.contains("://") || lower.startsWith("file://"))
                && ARCHIVES.stream().anyMatch(lower::endsWith);
    }

    /** Whether it is a path, to whatever. */
    static boolean isPath(String text) {
        return text.startsWith("/")
                || text.startsWith(".")
                || text.startsWith("~")
                || text.startsWith("file:")
                || text.indexOf('\\') >= 0
                || isOfWindows(text);
    }

    private static boolean isOfWindows(String text) {
        return text.length() > 2
                && Character.isLetter(text.charAt(0))
                && text.charAt(1) == ':'
                && "/\\".indexOf(text.charAt(2)) >= 0;
    }

    private @Nullable PipItem option(Text line) {
        Matcher matcher = FILE_OPTION.matcher(line.value());
        if (!matcher.matches() || isAway(matcher.group(2))) {
            return new PipItem(line.value(), null);
        }
        findings.mistake(
                line.place(),
                "an item of pip is " + Shown.value(line.value())
                        + ", and pip runs where the files of this computer are not",
                FILE_OPTIONS.getOrDefault(matcher.group(1), MAKE_WHEEL));
        return null;
    }

    private static boolean isAway(String place) {
        return (place.contains("://") && !place.startsWith("file:")) || place.startsWith(SHARE);
    }

    private PipItem requirement(Text line) {
        String text = line.value();
        Matcher single = SINGLE_SIGN.matcher(text);
        if (single.matches()) {
            String rest = single.group(3) == null ? "" : single.group(3);
            text = single.group(1).strip() + "==" + single.group(2).strip() + rest;
            findings.warn(
                    line.place(),
                    "an item of pip is " + Shown.value(line.value()) + ", and pip writes two signs; it is read as "
                            + Shown.value(text),
                    "write " + Shown.plain(text));
        } else if (!REQUIREMENT.matcher(text).matches()) {
            findings.mistake(
                    line.place(),
                    "an item of pip is " + Shown.value(text) + ", which is no requirement of pip",
                    "write <package> or <package>==<version>, one package to an item");
        }
        return new PipItem(text, null);
    }

    private @Nullable PipItem local(Text line) {
        String text = line.value();
        if (text.startsWith(SHARE) || text.startsWith("file://" + SHARE)) {
            return new PipItem(text, null);
        }
        if (!isFile(text)) {
            findings.mistake(
                    line.place(),
                    "an item of pip is the path " + Shown.value(text)
                            + ", and of files only .whl, .tar.gz and .zip can be installed",
                    MAKE_WHEEL);
            return null;
        }
        Path found = find(text);
        if (found == null) {
            boolean absolute = isOfWindows(text) || text.startsWith("/") || text.startsWith("file:");
            findings.mistake(
                    line.place(),
                    "there is no file " + Shown.value(text) + (absolute ? " on this computer" : " in the project"),
                    absolute
                            ? "copy it into the project and write its path there, such as wheels/"
                                    + Shown.plain(
                                            text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1))
                            : "correct the path; it begins at the project's folder or at that of " + Shown.plain(file));
            return null;
        }
        return new PipItem(text, found);
    }

    /** The file of a path from the project's folder or, as conda has it, from that of the dependency file. */
    private @Nullable Path find(String text) {
        try {
            Path path = text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text.replace('\\', '/'));
            for (Path folder : List.of(project, project.resolve(file).resolveSibling(""))) {
                Path candidate = folder.resolve(path).normalize();
                if (Files.isRegularFile(candidate)) {
                    return candidate;
                }
            }
            return null;
        } catch (IllegalArgumentException e) {
            // No path of this system, or an address that names no file of it.
            return null;
        }
    }
}
