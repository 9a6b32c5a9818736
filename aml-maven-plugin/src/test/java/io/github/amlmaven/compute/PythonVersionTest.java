package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conda's ways to ask for a Python, against the real one that is to answer in an image without conda. */
class PythonVersionTest {
    private static final String ASK = """
            import sys, runpy
            asks = runpy.run_path(sys.argv[1])["is_asked_for"]
            for spec in sys.argv[2:]:
                print(spec, "yes" if asks(spec, [3, 11, 2]) else "no", sep=": ")
            """;

    @TempDir
    private Path temp;

    @Test
    void everyFormOfASpecIsUnderstood() throws IOException, InterruptedException {
        assertThat(ask(
                        "python",
                        "python=3",
                        "Python=3.11",
                        "python=3.11.2",
                        "python==3.11.2",
                        "python 3.11.2",
                        "python=3.11.*",
                        "python 3.11*",
                        "python>=3.8",
                        "python >= 3.8",
                        "python>=3.8,<3.12",
                        "python >=3.8, <3.12",
                        "python~=3.8",
                        "python~=3.11.1",
                        "python!=3.10.*",
                        "python=3.8|3.11.2",
                        "python=3.11.2=h1_0_cpython",
                        "python=3.11 *_cpython",
                        "conda-forge::python=3.11",
                        "python[version='>=3.8']",
                        "python *"))
                .isNotEmpty()
                .allMatch(answer -> answer.endsWith(": yes"));
        assertThat(ask(
                        "python=2",
                        "python=3.1",
                        "python=3.5.2",
                        "python==3.11",
                        "python 3.11",
                        "python<3.11",
                        "python>3.11.2",
                        "python>=3.8,<3.11",
                        "python~=3.12",
                        "python~=3.11.3",
                        "python!=3.11.*",
                        "python!=3.11.2",
                        "python=3.8|3.9",
                        "conda-forge::python=3.6",
                        "python[version='<3']",
                        "python=three"))
                .isNotEmpty()
                .allMatch(answer -> answer.endsWith(": no"));
    }

    private java.util.List<String> ask(String... specs) throws IOException, InterruptedException {
        Path script =
                Path.of(PythonVersionTest.class.getResource("python_version.py").getPath());
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("-c", ASK, script.toString()));
        command.addAll(java.util.List.of(specs));
        Python.Outcome outcome =
                Python.in(temp.resolve(specs[0] + specs.length)).plain(command.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        return outcome.out().lines().toList();
    }
}
