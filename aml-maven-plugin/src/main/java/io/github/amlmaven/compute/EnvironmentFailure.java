package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import io.github.amlmaven.AmlException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why an environment could not be made, and what to do about it.
 *
 * @param image the base image as the user named it
 */
record EnvironmentFailure(String image, Requirements.PythonPackages packages) {
    private static final String WITH_CONDA = DockerTarget.Settings.DEFAULT_IMAGE;
    private static final int KILLED = 137;

    /** A cause as the programs word it, in words of ours. */
    private record Cause(Pattern words, String problem, String remedy) {
        static Cause of(String words, String problem, String remedy) {
            return new Cause(Pattern.compile(words), problem, remedy);
        }
    }

    /** The first that fits counts: without a network, pip ends with the words of a package that does not exist. */
    private static final List<Cause> CAUSES = List.of(
            Cause.of(
                    "[Nn]o space left on device|Errno 28|NoSpaceLeftError",
                    "the engine's disk is full",
                    "make room: docker system df, docker system prune"),
            Cause.of(
                    "Temporary failure in name resolution|Name or service not known|Network is unreachable"
                            + "|Failed to establish a new connection|CondaHTTPError|Could not resolve host|ProxyError",
                    "the network, or the place where the packages are, cannot be reached from a container",
                    "see to the network or the proxy of the engine; for another place of packages write --index-url <URL>"
                            + " below '- pip:', or another channel"),
            Cause.of(
                    "No matching distribution found for (\\S+)",
                    "pip finds no $1 that fits",
                    "correct its name or version in @file@; see what there is: pip index versions <package>"),
            Cause.of(
                    "(?s)(?:ResolvePackageNotFound|PackagesNotFoundError).*?- (\\S+)",
                    "conda finds no $1 in its channels",
                    "correct its name or version in @file@, or add the channel that has it to channels"),
            Cause.of(
                    "UnsatisfiableError|LibMambaUnsatisfiableError|ResolutionImpossible|nothing provides",
                    "the packages do not fit together",
                    "loosen the versions in @file@"),
            Cause.of(
                    "is not a supported wheel on this platform",
                    "a wheel was made for another Python or system than the image has",
                    "name one that fits in @file@, or another baseDockerImage in the .compute file"),
            Cause.of(
                    "error: command '?\\S*(?:gcc|cc|c\\+\\+|g\\+\\+|cl)\\S*'? failed|Failed building wheel|unable to execute",
                    "a package has to be compiled, and the image lacks what that takes",
                    "name versions in @file@ that come as wheels, or a baseDockerImage with a compiler in the .compute file"));

    /** What the script found missing in the base image. */
    AmlException refused(String reason) {
        int blank = reason.indexOf(' ');
        String word = blank < 0 ? reason : reason.substring(0, blank);
        String detail = blank < 0 ? "" : reason.substring(blank + 1);
        String file = packages.file();
        String base = "the image '" + image + "'";
        String other = "name a baseDockerImage ";
        return switch (word) {
            case "no-python" ->
                new AmlException(
                        base + " has neither Python nor conda, and " + file + " asks for packages",
                        other + "with conda, such as " + WITH_CONDA
                                + ", or with Python, such as python:3.11, in the .compute" + " file");
            case "conda-packages" ->
                new AmlException(
                        file + " asks for packages that only conda can install, and " + base + " has no conda: "
                                + String.join(", ", CondaPackages.of(packages).others()),
                        "move them below '- pip:', as pip names them; or " + other + "with conda, such as " + WITH_CONDA
                                + ", in the .compute file");
            case "python-version" ->
                new AmlException(
                        file + " asks for "
                                + String.join(", ", CondaPackages.of(packages).pythons()) + ", and " + base
                                + " has Python "
                                + detail + " and no conda to install another",
                        "write python=" + minor(detail) + " in " + file + "; or " + other
                                + "with that Python, or with conda," + " such as " + WITH_CONDA
                                + ", in the .compute file");
            case "no-pip" ->
                new AmlException(
                        base + " has Python without pip, and " + file + " asks for packages from pip",
                        other
                                + "with pip, such as python:3.11, in the .compute file, or install pip there (Debian: python3-pip)");
            case "no-venv" ->
                new AmlException(
                        base + " has Python without its module venv, and " + file + " asks for an environment",
                        other + "with the whole of Python, such as python:3.11, in the .compute file");
            case "unreadable" ->
                new AmlException(
                        "only root can use the Python of " + base + ", which lies in " + detail,
                        other + "whose Python every user can run, or open it there: chmod -R a+rX " + detail);
            case "no-spark" ->
                new AmlException(
                        base
                                + " has no spark-submit, neither on its PATH nor in $SPARK_HOME/bin, and Framework is PySpark",
                        other + "with Spark in the .compute file, or write Framework: Python in the .runconfig file");
            default ->
                new AmlException(
                        "no environment could be made on " + base + ": " + reason, other + "that has what it takes");
        };
    }

    /** An engine that did not even begin. */
    AmlException declined(String words, DockerException cause) {
        return new AmlException(
                "the Docker engine does not build on the image '" + image + "': " + words,
                "see that 'docker build' works there",
                cause);
    }

    /** A program in the build that failed, or an engine that could not go on. */
    AmlException failed(BuildLog log) {
        StringBuilder problem = new StringBuilder("the environment that ")
                .append(packages.file())
                .append(" asks for could not be made on the image '")
                .append(image)
                .append("': ");
        String words = String.join("\n", log.lastLines()) + "\n" + log.failure();
        String remedy = "correct " + packages.file() + " or baseDockerImage in the .compute file";
        if (words.contains("exec: \"sh\"")) {
            return new AmlException(
                    problem + "it has no shell (sh)", "name a baseDockerImage with one in the .compute file");
        }
        if (log.command() == null || log.exitCode() == 0) {
            problem.append(log.failure() == null ? "the build broke off" : log.failure());
        } else {
            problem.append("'")
                    .append(log.command())
                    .append("' ended with exit code ")
                    .append(log.exitCode());
        }
        if (log.exitCode() == KILLED) {
            problem.append(" (killed; most often for want of memory)");
            remedy = "give the Docker engine more memory, or let it install less at once";
        } else {
            for (Cause cause : CAUSES) {
                Matcher matcher = cause.words().matcher(words);
                if (matcher.find()) {
                    String found = matcher.groupCount() > 0 ? matcher.group(1) : "";
                    problem.append(": ").append(cause.problem().replace("$1", found));
                    remedy = cause.remedy().replace("@file@", packages.file());
                    break;
                }
            }
        }
        List<String> lines = log.lastLines();
        if (!lines.isEmpty()) {
            problem.append(lines.size() == 1 ? "; its last line:" : "; its last " + lines.size() + " lines:");
            lines.forEach(line -> problem.append("\n    ").append(line));
        }
        return new AmlException(problem.toString(), remedy);
    }

    private static String minor(String version) {
        String[] parts = version.split("\\.", 3);
        return parts.length < 2 ? version : parts[0] + "." + parts[1];
    }
}
