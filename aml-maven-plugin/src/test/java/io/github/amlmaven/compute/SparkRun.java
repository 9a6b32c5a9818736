package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A run of a script by Spark on some target. */
record SparkRun(Job job, RunDirectory directory) {
    private static final int SECONDS = 120;

    /** Shows what Spark was told. */
    private static final String SHOWN = """
            import sys
            from spark_job import Gateway
            jvm = Gateway()
            context = jvm.new("org.apache.spark.SparkContext", jvm.new("org.apache.spark.SparkConf"))
            print("name:", jvm.call(context, "appName"))
            print(jvm.call(jvm.call(context, "getConf"), "toDebugString").replace("\\\\n", "\\n"))
            print("arguments:", sys.argv[1:], flush=True)
            jvm.call(context, "stop")
            """;

    private static final String HELLO = """
            import java.nio.file.Files;
            import java.nio.file.Path;
            public class Hello {
                public static void main(String[] arguments) throws Exception {
                    Files.writeString(Path.of("outputs/hello.txt"), String.join(",", arguments));
                }
            }
            """;

    /** A run directory with the scripts of the tests. */
    static SparkRun prepare(TargetRuns runs, SparkPackages packages, String script, String... arguments)
            throws IOException {
        return prepare(runs, Map.of(), packages, script, arguments);
    }

    /** As the other, with variables. */
    static SparkRun prepare(
            TargetRuns runs, Map<String, String> variables, SparkPackages packages, String script, String... arguments)
            throws IOException {
        RunDirectory directory = runs.prepareEmpty();
        Path root = directory.root();
        Files.copy(TestSpark.script(), root.resolve("spark_job.py"));
        Files.writeString(root.resolve("shown.py"), SHOWN);
        Files.writeString(root.resolve("script.sh"), "true");
        if (script.endsWith(".jar")) {
            writeJar(root, script, script.equals("hello.jar") ? "Hello" : null);
        }
        directory.addRunFolders();
        return new SparkRun(
                new Job(
                        root,
                        script,
                        List.of(arguments),
                        new Job.Environment(variables, List.of(), true),
                        new Requirements("cluster", true, null, packages),
                        runs.limits()),
                directory);
    }

    private static void writeJar(Path folder, String name, @Nullable String main) throws IOException {
        Path source = Files.writeString(folder.resolve("Hello.java"), HELLO);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (main != null) {
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
        }
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            jar.putNextEntry(new JarEntry("Hello.class"));
            Files.copy(folder.resolve("Hello.class"), jar);
        }
    }

    TargetRuns.Result on(ComputeTarget target) {
        return on(target, new Cancellation());
    }

    TargetRuns.Result on(ComputeTarget target, Cancellation cancellation) {
        return new TargetRuns.Prepared(job, directory).run(target, cancellation);
    }

    /** Waits until the driver log has such a text. */
    void awaitLine(String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (!log().contains(text)) {
            assertThat(System.nanoTime()).as("no '%s' in: %s", text, log()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private String log() throws IOException {
        return Files.exists(directory.driverLog())
                ? new String(Files.readAllBytes(directory.driverLog()), StandardCharsets.UTF_8)
                : "";
    }
}
