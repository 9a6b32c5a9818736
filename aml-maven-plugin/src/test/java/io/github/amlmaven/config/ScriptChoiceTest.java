package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptChoiceTest {
    @TempDir
    Path folder;

    private SampleProject project;

    @BeforeEach
    void makeProject() throws IOException {
        project = SampleProject.local(folder)
                .file("score.py", "")
                .file("code/x/data prep.py", "")
                .file("größe.py", "");
    }

    @Test
    void theScriptAskedForTakesThePlaceOfFile() throws IOException {
        vector("[\"$file\"]");
        assertThat(choose("train.py", null)).isEqualTo(script("train.py"));
        assertThat(choose("train.py", List.of("--a", "b c"))).isEqualTo(script("train.py", "--a", "b c"));
        vector("[\"$file\", --reg, 0.1]");
        assertThat(choose("train.py", null)).isEqualTo(script("train.py", "--reg", "0.1"));
        assertThat(choose("train.py", List.of("-v"))).isEqualTo(script("train.py", "-v"));
        assertThat(choose("train.py", List.of())).isEqualTo(script("train.py"));
        vector("[\"score.py\", \"$file\", -v]");
        assertThat(choose("train.py", null)).isEqualTo(script("score.py", "train.py", "-v"));
        assertThat(choose("train.py", List.of("-w"))).isEqualTo(script("score.py", "train.py", "-w"));
    }

    @Test
    void aLiteralVectorRunsWithoutNamingAScript() throws IOException {
        vector("[train.py, 234, -v]");
        assertThat(choose(null, null)).isEqualTo(script("train.py", "234", "-v"));
        assertThat(choose("  ", List.of("-w"))).isEqualTo(script("train.py", "-w"));
        assertThat(choose("./train.py", null)).isEqualTo(script("train.py", "234", "-v"));
        assertThat(choose("score.py", null)).isEqualTo(script("score.py"));
        assertThat(choose("score.py", List.of("-w"))).isEqualTo(script("score.py", "-w"));
    }

    @Test
    void pathsAreBroughtIntoOneForm() throws IOException {
        assertThat(choose("./code/./x/data prep.py", null).path()).isEqualTo("code/x/data prep.py");
        assertThat(choose("code\\x\\data prep.py", null).path()).isEqualTo("code/x/data prep.py");
        assertThat(choose("code/../train.py", null).path()).isEqualTo("train.py");
        assertThat(choose(folder.resolve("größe.py").toString(), null).path()).isEqualTo("größe.py");
        Path link = Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-link"), folder);
        assertThat(choose(link.resolve("train.py").toString(), null).path()).isEqualTo("train.py");
        assertThat(new SampleProject(link)
                        .read(folder.resolve("train.py").toString())
                        .script()
                        .path())
                .isEqualTo("train.py");
    }

    @Test
    void aScriptThatIsNotThereGetsTheNearestNames() {
        assertThat(refusal("trian.py"))
                .isEqualTo("there is no script 'trian.py' in " + folder + "\n-> did you mean -Daml.script=train.py?");
        assertThat(refusal("Train.PY")).endsWith("-> did you mean -Daml.script=train.py?");
        assertThat(refusal("train")).endsWith("-> did you mean -Daml.script=train.py?");
        assertThat(refusal("data prep.py")).endsWith("-> did you mean -Daml.script=code/x/data prep.py?");
        assertThat(refusal("elsewhere.py"))
                .endsWith("-> name a script of the project, relative to its folder: -Daml.script=<path>");
        assertThat(refusal("code")).startsWith("the script 'code' is a folder");
    }

    @Test
    void aScriptIsInsideTheProject() {
        for (String path : List.of("../x.py", "/etc/passwd", "code/../../x.py", ".", "", "a\0b")) {
            if (!path.isEmpty()) {
                assertThat(refusal(path)).contains("is not inside the project " + folder);
            }
        }
    }

    @Test
    void nothingToRunListsTheScriptsOfTheProject() throws IOException {
        assertThat(project.refusal(new RunRequest(null, null, null, Map.of()))).hasMessage("""
                        aml_config/local.runconfig:1:18: no script is named: ArgumentVector leaves it to the command line with "$file"
                        -> name it: -Daml.script=größe.py; there are also score.py, train.py""");
        for (String name : List.of("größe.py", "score.py", "train.py")) {
            Files.delete(folder.resolve(name));
        }
        assertThat(project.refusal(new RunRequest(null, null, null, Map.of())).remedy())
                .isEqualTo("name it: -Daml.script=<path of the script in the project>");
    }

    @Test
    void nothingToRunSaysWhy() throws IOException {
        vector("[score.py, -v, \"$file\"]");
        assertThat(refusalOfNothing())
                .startsWith("aml_config/local.runconfig:1:32: no script is named: ArgumentVector leaves it");
        project.file("aml_config/local.runconfig", "Target: local\nFramework: Python\n");
        assertThat(refusalOfNothing())
                .startsWith("no script is named: aml_config/local.runconfig has no ArgumentVector that names one\n->");
        vector("[]");
        assertThat(refusalOfNothing())
                .startsWith("no script is named: aml_config/local.runconfig has no ArgumentVector that names one\n->");
        project.file("aml_config/local.runconfig", "target: local\n");
        assertThat(refusalOfNothing()).startsWith("no script is named: aml_config/local.runconfig has no script\n->");
        Files.delete(folder.resolve("aml_config/local.runconfig"));
        assertThat(refusalOfNothing())
                .startsWith("no script is named, and there is no aml_config/local.runconfig that could name one\n->");
    }

    @Test
    void aSlipInTheKeyIsToldWithTheScriptThatIsMissing() throws IOException {
        project.file(
                "aml_config/local.runconfig",
                "ArgumentVektor: [\"train.py\", \"0.01\"]\nTarget: local\nFramework: Python\n");
        assertThat(refusalOfNothing()).isEqualTo("""
                        1 mistake and 1 warning in the configuration:
                          no script is named: aml_config/local.runconfig has no ArgumentVector that names one
                            -> name it: -Daml.script=größe.py; there are also score.py, train.py
                          warning: aml_config/local.runconfig:1:1: unknown key 'ArgumentVektor' is ignored
                            -> did you mean ArgumentVector?
                        -> mend the mistake, then try again; nothing has been run""");
    }

    @Test
    void anArgumentWithNulIsRefused() {
        assertThat(project.refusal(new RunRequest(null, "train.py", List.of("a\0b"), Map.of())))
                .hasMessageContaining("an argument holds a NUL character");
    }

    private void vector(String vector) throws IOException {
        project.file(
                "aml_config/local.runconfig", "ArgumentVector: " + vector + "\nTarget: local\nFramework: Python\n");
    }

    private Script choose(@Nullable String script, @Nullable List<String> arguments) throws IOException {
        return project.read(new RunRequest(null, script, arguments, Map.of())).script();
    }

    private String refusalOfNothing() {
        return project.refusal(new RunRequest(null, null, null, Map.of())).getMessage();
    }

    private String refusal(String script) {
        return project.refusal(new RunRequest(null, script, null, Map.of())).getMessage();
    }

    private static Script script(String path, String... arguments) {
        return new Script(path, List.of(arguments));
    }
}
