package io.github.amlmaven.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a package for conda as files of 2017 have it: with what belongs to pip among it, and with modules of Python itself. */
final class CondaItem {
    /** Modules of Python that no channel has as a package; others, such as {@code readline}, are both. */
    private static final Set<String> MODULES = Set.of(
            "__future__",
            "abc",
            "ast",
            "base64",
            "bisect",
            "calendar",
            "codecs",
            "collections",
            "copy",
            "csv",
            "ctypes",
            "datetime",
            "functools",
            "getpass",
            "glob",
            "gzip",
            "hashlib",
            "heapq",
            "inspect",
            "io",
            "itertools",
            "json",
            "logging",
            "math",
            "multiprocessing",
            "operator",
            "os",
            "pickle",
            "platform",
            "pprint",
            "random",
            "re",
            "shutil",
            "socket",
            "sqlite3",
            "string",
            "struct",
            "subprocess",
            "sys",
            "tarfile",
            "tempfile",
            "threading",
            "time",
            "tkinter",
            "traceback",
            "unittest",
            "urllib",
            "uuid",
            "warnings",
            "zipfile");

    /** A channel, a name, and what narrows it down. */
    private static final Pattern PACKAGE = Pattern.compile(
            "(?:([^\\s\\[\\]=<>!~]+)::)?([A-Za-z0-9_][A-Za-z0-9_.-]*+)" + "(?:\\s*+[=<>!~\\[].*+|\\s++[0-9*].*+)?");

    private final Findings findings;

    CondaItem(Findings findings) {
        this.findings = findings;
    }

    /** The item as conda is to have it; null: it is left out, and the findings say why. */
    @Nullable
    String read(Text written) {
        String text = RequirementComment.cut(written, "dependencies", findings);
        Matcher matcher = PACKAGE.matcher(text);
        if (isForPip(text)) {
            findings.mistake(
                    written.place(),
                    "conda takes packages by name, and an item of dependencies is " + Shown.value(text),
                    "move it below '- pip:'");
            return null;
        }
        if (!matcher.matches()) {
            boolean archive = text.contains("://");
            findings.mistake(
                    written.place(),
                    archive
                            ? "conda takes packages by name, and an item of dependencies is the address "
                                    + Shown.value(text)
                            : "an item of dependencies is " + Shown.value(text) + ", which is no package",
                    archive
                            ? "name the package and its channel: <channel>::<package>=<version>"
                            : "write <package> or <package>=<version>, one package to an item");
            return null;
        }
        String name = matcher.group(2);
        if (matcher.group(1) == null && MODULES.contains(name.toLowerCase(Locale.ROOT))) {
            findings.warn(
                    written.place(),
                    Shown.value(name) + " is a part of Python itself and no package; it is left out",
                    "delete it");
            return null;
        }
        return text;
    }

    /** Whether only pip can do something with it: a wheel, an address of a repository, a path, an option. */
    private static boolean isForPip(String text) {
        if (text.startsWith("-") || PipLine.isFile(text) || PipLine.isPath(text)) {
            return true;
        }
        return text.contains("://") && !text.contains("::") && !text.endsWith(".conda") && !text.endsWith(".tar.bz2");
    }
}
