package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled azureml package: what a script logs ends as JSON lines, and nothing breaks the script. */
class PythonLoggingTest {
    private static final String LOGGER = "from azureml.logging import get_azureml_logger\nlog = get_azureml_logger()\n";

    @TempDir
    Path runFolder;

    private Python python;
    private Path metrics;
    private Path uploads;

    @BeforeEach
    void prepare() throws IOException {
        python = Python.in(runFolder);
        metrics = runFolder.resolve("azureml-setup/metrics ü.jsonl");
        uploads = runFolder.resolve("azureml-setup/uploads");
    }

    @Test
    void writesEachKindOfValue() throws Exception {
        assertThat(values("log.log('m', 3)")).containsExactly("3");
        assertThat(values("log.log('m', 0.1)")).containsExactly("0.1");
        assertThat(values("log.log('m', 1e-7)")).containsExactly("1e-07");
        assertThat(values("log.log('m', 'é \"')")).containsExactly("\"\\u00e9 \\\"\"");
        assertThat(values("log.log('m', True)")).containsExactly("true");
        assertThat(values("log.log('m', [1, 2.5, 'x'])")).containsExactly("[1, 2.5, \"x\"]");
        assertThat(values("log.log('m', (1, 2))")).containsExactly("[1, 2]");
        assertThat(values("log.log('m', range(3))")).containsExactly("[0, 1, 2]");
        assertThat(values("import array; log.log('m', array.array('d', [1, 2]))"))
                .containsExactly("[1.0, 2.0]");
        assertThat(values("import decimal; log.log('m', decimal.Decimal('0.1'))"))
                .containsExactly("0.1");
        assertThat(values("log.log('m', None)")).containsExactly("\"None\"");
        assertThat(values("log.log('m', {'a': 1})")).containsExactly("\"{'a': 1}\"");
    }

    @Test
    void namesTheNumbersThatJsonDoesNotHave() throws Exception {
        assertThat(values("i = float('inf'); log.log('m', [i - i, i, -i])"))
                .containsExactly("[\"NaN\", \"Infinity\", \"-Infinity\"]");
    }

    @Test
    void readsNumpyAndTensorsByTheirOwnWords() throws Exception {
        String numpy = """
                class Array:
                  def tolist(self): return [[1, float('nan')], [True, 2.5]]
                """;
        String tensor = """
                class Tensor:
                  def detach(self): return self
                  def cpu(self): return self
                  def numpy(self): return Array()
                """;

        assertThat(values(numpy + "log.log('m', Array())")).containsExactly("[[1, \"NaN\"], [true, 2.5]]");
        assertThat(values(numpy + tensor + "log.log('m', Tensor())")).containsExactly("[[1, \"NaN\"], [true, 2.5]]");
    }

    @Test
    void takesTheValuesOfTheRealNumpy() throws Exception {
        Required.that(
                hosted("import numpy").exitCode() == 0, "no numpy here: install python3-numpy to test its values");

        assertThat(values("""
                        import numpy as np
                        for v in np.float64(0.1), np.int64(3), np.bool_(True), np.array([1.5, np.nan]), np.array(5):
                          log.log('m', v)""")).containsExactly("0.1", "3", "true", "[1.5, \"NaN\"]", "5");
    }

    @Test
    void writesNameValueAndTime() throws Exception {
        assertThat(hosted(LOGGER + "log.log('Regularization Rate', 0.01).wait()"))
                .isEqualTo(new Python.Outcome(0, "", ""));
        assertThat(lines())
                .singleElement()
                .asString()
                .matches("\\{\"name\": \"Regularization Rate\", \"value\": 0\\.01, \"time\": "
                        + "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00\"}");
    }

    @Test
    void keepsEveryLineOfManyThreadsAndProcesses() throws Exception {
        Python.Outcome outcome = hosted(LOGGER + """
                import multiprocessing, threading
                def many(who):
                  threads = [threading.Thread(target=log_many, args=(who * 10 + i,)) for i in range(4)]
                  for t in threads: t.start()
                  for t in threads: t.join()
                def log_many(who):
                  for i in range(50): log.log('n', who * 100 + i)
                if __name__ == '__main__':
                  all = [multiprocessing.Process(target=many, args=(p,)) for p in range(4)]
                  for p in all: p.start()
                  for p in all: p.join()""");

        assertThat(outcome).isEqualTo(new Python.Outcome(0, "", ""));
        assertThat(values()).hasSize(800);
        assertThat(new TreeSet<>(values())).hasSize(800);
    }

    @Test
    void uploadsTextAndBytes() throws Exception {
        assertThat(hosted(LOGGER + "log.upload('notes/why ü.txt', 'é').wait(); log.upload('raw', b'\\x00')"))
                .isEqualTo(new Python.Outcome(0, "", ""));
        assertThat(uploads.resolve("notes/why ü.txt")).hasContent("é");
        assertThat(uploads.resolve("raw")).hasBinaryContent(new byte[1]);
    }

    @Test
    void refusesToUploadOutsideTheRun() throws Exception {
        Python.Outcome outcome =
                hosted(LOGGER + "for p in ['../x', '/tmp/x', 'a/../../x', '', 'C:/x']: log.upload(p, 'x')");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err().lines())
                .hasSize(5)
                .first()
                .isEqualTo(
                        "azureml.logging: '../x' is not uploaded: the path must be relative, with '/' and without '..'");
        assertThat(uploads).doesNotExist();
        assertThat(runFolder.resolve("azureml-setup/x")).doesNotExist();
    }

    @Test
    void warnsOnceAndGoesOnWhenTheFileCannotBeWritten() throws Exception {
        Files.createDirectory(metrics);

        Python.Outcome outcome = hosted(LOGGER + "for i in range(3): log.log('m', i).wait()\nprint('goes on')");

        assertThat(outcome.out()).isEqualTo("goes on\n");
        assertThat(outcome.err())
                .startsWith("azureml.logging: metric 'm' is not logged: ")
                .hasLineCount(1);
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void survivesValuesThatMisbehave() throws Exception {
        Python.Outcome outcome = hosted(LOGGER + """
                class Bad:
                  def __str__(self): raise ValueError('no')
                loop = []; loop.append(loop)
                for bad in [Bad(), loop]: log.log('m', bad).wait(); log.log(bad, 1).wait(); log.upload(bad, bad)
                sys.stderr = None
                log.log('m', Bad())
                log.log('m', 1)
                print('goes on')""");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("goes on\n");
        assertThat(outcome.err()).contains("azureml.logging: metric 'm' is not logged: no\n");
        assertThat(values()).last().isEqualTo("1");
    }

    @Test
    void printsOutsideARun() throws Exception {
        Files.writeString(
                runFolder.resolve("script.py"), LOGGER + "log.log('a', 1); log.log('b', [1]); log.upload('x', 'y')");

        Python.Outcome outcome = python.hosted("script.py");

        assertThat(outcome.out()).isEqualTo("a: 1\nb: [1]\n");
        assertThat(outcome.err()).isEqualTo("""
                azureml.logging: no run is being recorded, metrics are only printed
                azureml.logging: no run is being recorded, uploads are not kept
                """);
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void answersToItsOlderNames() throws Exception {
        assertThat(values("""
                        from azureml_sdk.data_collector import current_run
                        current_run().metrics.custom_scalar('m', 1)
                        from azureml.sdk import data_collector
                        data_collector.current_run().metrics.custom_scalar('m', 2)""")).containsExactly("1", "2");
    }

    @Test
    void leavesStandardLoggingAndAnInstalledAzuremlAlone() throws Exception {
        Path installed = Files.createDirectories(runFolder.resolve("site/azureml/core"));
        Files.writeString(installed.resolveSibling("__init__.py"), "");
        Files.writeString(installed.resolve("__init__.py"), "installed = True");
        Files.writeString(runFolder.resolve("script.py"), LOGGER + """
                import logging, azureml.core
                logging.getLogger('x').error('standard')
                print(azureml.core.installed)""");

        assertThat(python.hosted(Map.of("PYTHONPATH", "site"), "script.py"))
                .isEqualTo(new Python.Outcome(0, "True\n", "standard\n"));
    }

    @Test
    void theHostNotesWhatTheScriptRanWith() throws Exception {
        Path installed = Files.createDirectories(runFolder.resolve("lib/site-packages/forest"));
        Files.writeString(installed.resolve("__init__.py"), "__version__ = '1.2.3'");
        Files.writeString(installed.resolve("deep.py"), "__version__ = '9'");
        Files.writeString(installed.resolveSibling("odd.py"), "__version__ = (1, 2)");
        Python.Outcome failed =
                hosted("import sys; sys.path.insert(0, 'lib/site-packages'); import forest.deep, odd; sys.exit(3)");
        assertThat(failed).isEqualTo(new Python.Outcome(3, "", ""));
        List<String> notes = Files.readAllLines(metrics);
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0)).matches("\\{\"python\": \"3\\.[0-9]+\\.[0-9]+\"}");
        assertThat(notes.get(1)).startsWith("{\"packages\": {").contains("\"forest\": \"1.2.3\"");
        assertThat(notes.get(1)).doesNotContain("deep").doesNotContain("odd");
    }

    /** A pipe would never be opened, and a link lead to a file of somebody else. */
    @Test
    void theHostNotesNothingInWhatTheScriptHasPutThere() throws Exception {
        Path other = Files.writeString(runFolder.resolve("other"), "x");
        assertThat(hosted("import os; f = os.environ['AZUREML_METRICS_FILE']; os.remove(f); os.mkfifo(f)")
                        .exitCode())
                .isZero();
        Files.delete(metrics);
        assertThat(hosted("import os; f = os.environ['AZUREML_METRICS_FILE']; os.remove(f); os.symlink('" + other
                                + "', f)")
                        .exitCode())
                .isZero();
        assertThat(other).hasContent("x");
    }

    private Python.Outcome hosted(String source) throws IOException, InterruptedException {
        Files.writeString(runFolder.resolve("script.py"), source);
        return python.hosted(
                Map.of(
                        "AZUREML_METRICS_FILE", metrics.toString(),
                        "AZUREML_UPLOADS_DIRECTORY", uploads.toString()),
                "script.py");
    }

    /** The values that a script logs, as JSON. */
    private List<String> values(String source) throws IOException, InterruptedException {
        Files.deleteIfExists(metrics);
        assertThat(hosted(LOGGER + source)).isEqualTo(new Python.Outcome(0, "", ""));
        return values();
    }

    private List<String> values() throws IOException {
        List<String> values = new ArrayList<>();
        for (String line : lines()) {
            values.add(line.replaceFirst("^\\{.*?\"value\": ", "").replaceFirst(", \"time\": \"[^\"]*\"}$", ""));
        }
        return values;
    }

    /** Without what the host notes of Python and its packages. */
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(metrics));
        lines.removeIf(line -> line.startsWith("{\"python\": ") || line.startsWith("{\"packages\": "));
        return lines;
    }
}
