package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Python environment on the head node of a cluster, in {@code ~/.azureml/envs}: made once for what a dependency file asks
 * for, with conda, or with venv and pip where that is enough.
 *
 * @param archive whether it is to travel to other computers of the cluster, too
 */
record ClusterEnvironment(RemoteShell shell, Requirements.PythonPackages packages, boolean archive) {
    /** The folder of an unpacked environment, below that of a container of YARN. */
    static final String FOLDER = "environment";

    /** In the place of an image. */
    private static final String BASE = "cluster";

    private static final String SCRIPT = "cluster_environment.sh";

    /**
     * One that is there.
     *
     * @param name {@code azureml_} and 32 hexadecimal digits
     * @param prefix its folder there, an absolute path
     * @param archive whether {@code <prefix>.tar.gz} is it, too
     */
    record Prepared(String name, String prefix, boolean archive) {
        String python() {
            return prefix + "/bin/python";
        }
    }

    /** Empty where a script needs none, or the user looks after it. */
    static Optional<ClusterEnvironment> of(RemoteShell shell, Job job, ClusterTarget.Settings settings) {
        Requirements.PythonPackages packages = job.requirements().wanted();
        return packages == null || settings.userManagedEnvironment()
                ? Optional.empty()
                : Optional.of(new ClusterEnvironment(shell, packages, travels(job, settings)));
    }

    private static boolean travels(Job job, ClusterTarget.Settings settings) {
        return job.requirements().spark() != null && settings.submission().onYarn();
    }

    /** What it would be, told from here; null: there would be none. */
    static @Nullable Prepared planned(Job job, ClusterTarget.Settings settings) {
        Requirements.PythonPackages packages = job.requirements().wanted();
        if (packages == null || settings.userManagedEnvironment()) {
            return null;
        }
        String name = EnvironmentRecipe.PREFIX + "<hash>";
        return new Prepared(name, "~/.azureml/envs/" + name, travels(job, settings));
    }

    private EnvironmentRecipe recipe() {
        return new EnvironmentRecipe(BASE, packages);
    }

    private String home(String[] lines) {
        if (lines.length == 0 || lines[0].isEmpty()) {
            throw new AmlException(address() + " does not tell its home folder", "see that HOME is set there");
        }
        return lines[0];
    }

    private SshAddress address() {
        return shell.connection().login().address();
    }

    private String[] ask(String name) {
        try {
            return shell.call("looking for the environment", call("find", name)).split("\n", -1);
        } catch (IOException e) {
            throw new AmlException(
                    "cannot look for environments on " + address() + ": " + e.getMessage(),
                    "see that ~/.azureml/envs can be read there",
                    e);
        }
    }

    private RemoteCall call(String what, String name) {
        return new RemoteCall(SCRIPT, what, name, archive ? "yes" : "no");
    }

    /** Looks for it without making anything. */
    Optional<Prepared> find() {
        String name = recipe().name();
        String[] lines = ask(name);
        return lines.length > 1 && lines[1].equals("ready")
                ? Optional.of(new Prepared(name, prefix(lines, name), archive))
                : Optional.empty();
    }

    private String prefix(String[] lines, String name) {
        return home(lines) + "/.azureml/envs/" + name;
    }

    /**
     * Makes it unless it is there; then nothing is said.
     *
     * @throws AmlException when that fails, and when it is stopped by the cancellation
     */
    Prepared prepare(OutputStream log, Cancellation cancellation) throws IOException {
        Optional<Prepared> found = find();
        if (found.isPresent()) {
            return found.get();
        }
        EnvironmentRecipe recipe = recipe();
        String name = recipe.name();
        String prefix = prefix(ask(name), name);
        say(log, "Building the environment " + name + " on " + address() + ": first use of these dependencies");
        BuildLog build = new BuildLog(log);
        int code = shell.call(
                "making the environment",
                call("make", name).with(out -> {
                    try (InputStream setup = recipe.setup(prefix + ".setup/")) {
                        setup.transferTo(out);
                    }
                }),
                in -> follow(in, build, cancellation));
        if (build.refusal() != null) {
            throw refused(build.refusal());
        }
        if (code != 0) {
            throw failed(build, code);
        }
        say(log, "Your environment is now ready");
        return new Prepared(name, prefix, archive);
    }

    private static int follow(InputStream in, BuildLog build, Cancellation cancellation) throws IOException {
        for (String line = RemoteAnswer.line(in); line != null; line = RemoteAnswer.line(in)) {
            if (line.startsWith("end ")) {
                build.print("\n");
                return Integer.parseInt(line.substring("end ".length()));
            }
            if (line.startsWith("log ")) {
                byte[] printed = in.readNBytes(Integer.parseInt(line.substring("log ".length())));
                build.print(new String(printed, StandardCharsets.UTF_8));
                RemoteAnswer.line(in);
            }
            if (cancellation.requested()) {
                // Whoever makes it there notices that nobody listens any more.
                throw new AmlException(
                        "stopped while the environment was prepared",
                        "start again; what has come so far need not come twice");
            }
        }
        throw new EOFException("the connection broke while the environment was made");
    }

    /** What to answer when it is not there and must not be made on the way. */
    AmlException notPrepared(String target) {
        return new AmlException(
                "PrepareEnvironment is false, and the environment that " + packages.file()
                        + " asks for is not prepared on " + address(),
                "prepare it: mvn aml:prepare -Daml.target=" + target + "; or write PrepareEnvironment: true");
    }

    private AmlException refused(String reason) {
        String word = reason.split(" ", 2)[0];
        String why =
                switch (word) {
                    case "no-python" -> "it has neither Python nor conda";
                    case "conda-packages" ->
                        "only conda can install "
                                + String.join(", ", CondaPackages.of(packages).others()) + ", and it has no conda";
                    case "python-version" ->
                        "it has Python " + reason.substring(word.length()).strip() + " and no conda to install another";
                    case "no-pip" -> "its Python has no pip";
                    case "no-venv" -> "its Python has no module venv";
                    default -> reason;
                };
        return new AmlException(
                "the environment that " + packages.file() + " asks for cannot be made on " + address() + ": " + why,
                "install conda there; or install the packages there yourself and write userManagedEnvironment: true and"
                        + " pythonLocation: /path/to/python3 in the .compute file");
    }

    private AmlException failed(BuildLog build, int code) {
        List<String> lines = build.lastLines();
        StringBuilder problem = new StringBuilder("the environment that " + packages.file() + " asks for could not be"
                + " made on " + address() + ": '" + build.command() + "' ended with exit code " + code);
        if (!lines.isEmpty()) {
            problem.append("; its last lines:");
            lines.forEach(line -> problem.append("\n    ").append(line));
        }
        return new AmlException(
                problem.toString(),
                "correct " + packages.file() + "; or write userManagedEnvironment: true and pythonLocation:"
                        + " /path/to/python3 in the .compute file");
    }

    private static void say(OutputStream log, String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        log.flush();
    }
}
