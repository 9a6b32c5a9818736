package io.github.amlmaven.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .runconfig} file of the service that followed in 2018, with keys in lower camel case: what has a counterpart
 * is converted, what would make another experiment of it is refused in words, the rest is named and ignored.
 */
final class LaterFormat {
    private static final List<String> BEFORE = List.of(
            "ArgumentVector",
            "Target",
            "Framework",
            "EnvironmentVariables",
            "CondaDependenciesFile",
            "PrepareEnvironment",
            "TrackedRun");
    /** Settings of services that only a target of that kind would use, present in every generated file. */
    private static final Set<String> OTHER_TARGETS =
            Set.of("tensorflow", "batchai", "amlcompute", "containerInstance", "databricks");

    private final Section file;
    private final Findings findings;

    private LaterFormat(Section file) {
        this.file = file;
        this.findings = file.findings();
    }

    /** Whether a file is of this format. */
    static boolean is(Node.Mapping content) {
        for (String key : BEFORE) {
            if (content.has(key)) {
                return false;
            }
        }
        return content.has("script") || content.has("target");
    }

    static RunSettings read(Section file) {
        return new LaterFormat(file).read();
    }

    private RunSettings read() {
        Text script = file.text("script");
        List<String> arguments = file.texts("arguments");
        Text target = file.text("target");
        Text word = file.text("framework");
        Framework framework =
                word == null ? Framework.PYTHON : RunConfigurationFile.framework(word, "framework", findings);
        Boolean prepare = file.flag("prepareEnvironment");
        refuseManyNodes();
        Text limit = file.text("maxRunDurationSeconds");
        if (limit != null) {
            findings.warn(
                    limit.place(),
                    "maxRunDurationSeconds has no effect",
                    "limit the run with -Daml.timeout=" + Shown.plain(limit.value()));
        }
        Section environment = file.section("environment");
        Section python = environment == null ? null : environment.section("python");
        Map<String, String> variables =
                environment == null ? Map.of() : RunConfigurationFile.variables(environment, "environmentVariables");
        RunSettings.Later later = new RunSettings.Later(
                interpreter(python),
                python != null && python.flag("userManagedDependencies", false),
                environment == null ? null : LaterContainer.read(environment),
                deployMode());
        Text conda = python == null ? null : python.text("condaDependenciesFile");
        boolean tracked = tracked();
        boolean automatic = file.flag("autoPrepareEnvironment", true);
        refuseData();
        OTHER_TARGETS.forEach(file::find);
        LaterSpark spark = LaterSpark.read(file, environment, framework);
        UnknownKeys.report(file);
        if (environment != null) {
            environment.find("databricks");
            UnknownKeys.report(environment);
        }
        if (python != null) {
            UnknownKeys.report(python);
        }
        List<String> vector = new ArrayList<>();
        vector.add(script == null ? RunSettings.PICKED : script.value());
        vector.addAll(arguments == null ? List.of() : arguments);
        return new RunSettings(
                List.copyOf(vector),
                script == null ? null : script.place(),
                target == null ? new Text("local", file.place()) : target,
                framework,
                word == null ? new Text(Framework.PYTHON.word(), file.place()) : word,
                tracked,
                variables,
                new RunSettings.Dependencies(prepare == null ? automatic : prepare, conda, null, spark),
                later);
    }

    private void refuseManyNodes() {
        Text communicator = file.text("communicator");
        if (communicator != null && !communicator.value().equalsIgnoreCase("None")) {
            findings.mistake(
                    communicator.place(),
                    "communicator is " + Shown.value(communicator.value()) + ": distributed training is not supported",
                    "write communicator: None, and let the script run on one node");
        }
        refuseMoreThanOne("nodeCount", file);
        Section mpi = file.section("mpi");
        if (mpi != null) {
            refuseMoreThanOne("processCountPerNode", mpi);
        }
    }

    private void refuseMoreThanOne(String key, Section section) {
        Text count = section.text(key);
        if (count != null && !count.value().equals("1")) {
            findings.mistake(
                    count.place(),
                    section.name(key) + " is " + Shown.value(count.value()) + ": a run has one process on one node",
                    "write " + key + ": 1");
        }
    }

    /** The interpreter, if the file names another than the one every generated file names. */
    private static @Nullable Text interpreter(@Nullable Section python) {
        if (python == null) {
            return null;
        }
        Text path = python.text("interpreterPath");
        return path == null || path.value().equals("python") ? null : path;
    }

    private boolean tracked() {
        Section history = file.section("history");
        if (history == null) {
            return true;
        }
        boolean enabled = history.flag("enabled", true);
        for (String key : List.of("outputCollection", "snapshotProject")) {
            if (!history.flag(key, true)) {
                findings.warn(
                        history.place(),
                        "history." + key + ": false has no effect",
                        "delete it, or write enabled: false to keep no record at all");
            }
        }
        UnknownKeys.report(history);
        return enabled;
    }

    private void refuseData() {
        Section references = file.section("dataReferences");
        if (references != null && !references.keys().rest().isEmpty()) {
            findings.mistake(
                    references.place(),
                    "dataReferences are not supported: nothing would bring the data to the script",
                    "delete them, and let the script read the share folder or a URL");
        }
        file.find("sourceDirectoryDataStore");
    }

    /** Null: the file says nothing, or nothing that fits. */
    private @Nullable Text deployMode() {
        Section hdi = file.section("hdi");
        Text mode = hdi == null ? null : hdi.text("yarnDeployMode");
        if (mode != null) {
            Grammar.checkDeployMode("hdi.yarnDeployMode", mode, findings);
        }
        return mode;
    }
}
