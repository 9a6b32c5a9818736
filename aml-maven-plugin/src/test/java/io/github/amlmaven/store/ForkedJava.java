package io.github.amlmaven.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java of its own, of which everything that it says is heard. */
final class ForkedJava {
    private ForkedJava() {}

    /** What a main class prints, to both streams. */
    static String run(List<String> options, Class<?> main, String... arguments) throws IOException {
        Process java = new ProcessBuilder(command(options, main, arguments))
                .redirectErrorStream(true)
                .start();
        return new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** A small one, of which many can be there at once; what it says of failures is seen. */
    static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> options = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData");
        return new ProcessBuilder(command(options, main, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> command(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
