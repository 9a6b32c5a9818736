package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.paths;
import static io.github.amlmaven.staging.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What belongs to a project, rule by rule. */
class IgnoreFilesTest {
    @TempDir
    Path above;

    private Path project;

    @BeforeEach
    void createProject() throws Exception {
        project = Files.createDirectory(above.resolve("my project"));
        write(project, "train.py", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "outputs", "target", ".azureml", "azureml-logs", "azureml-setup"})
    void aFolderOfTheWorkbenchIsLeftOutAtTheTopOnly(String name) throws Exception {
        write(project, name + "/inside.txt", "");
        write(project, "sub/" + name + "/inside.txt", "");
        assertThat(paths(ProjectTree.scan(project)))
                .containsExactly("sub", "sub/" + name, "sub/" + name + "/inside.txt", "train.py");
        assertThat(ProjectTree.scan(project).ignoredBy(name + "/inside.txt")).contains("built-in: " + name + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "outputs", "target", ".ipynb_checkpoints"})
    void aFileOfThatNameIsStaged(String name) throws Exception {
        write(project, name, "");
        assertThat(paths(ProjectTree.scan(project))).containsExactlyInAnyOrder(name, "train.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Docs", "OUTPUTS", "docs2", ".github"})
    void theNamesAreExact(String name) throws Exception {
        write(project, name + "/inside.txt", "");
        assertThat(paths(ProjectTree.scan(project))).contains(name + "/inside.txt");
    }

    @Test
    void gitAndCheckpointsAreLeftOutAtAnyDepth() throws Exception {
        write(project, "a/.git", "gitdir: elsewhere");
        write(project, "b/.git/config", "");
        write(project, "c/.ipynb_checkpoints/x.ipynb", "");
        assertThat(paths(ProjectTree.scan(project))).containsExactly("a", "b", "c", "train.py");
    }

    @Test
    void aLinkOfABuiltInNameIsLeftOutToo() throws Exception {
        Files.createSymbolicLink(project.resolve("outputs"), above);
        assertThat(paths(ProjectTree.scan(project))).containsExactly("train.py");
    }

    @Test
    void theUserBringsABuiltInFolderBackByItsName() throws Exception {
        write(project, "docs/a.md", "");
        write(project, ".amlignore", "!docs/\n");
        assertThat(paths(ProjectTree.scan(project))).containsExactly(".amlignore", "docs", "docs/a.md", "train.py");
    }

    @Test
    void aListOfWhatIsWantedDoesNotBringBuiltInFoldersBack() throws Exception {
        write(project, "docs/conf.py", "");
        write(project, ".git/hook.py", "");
        write(project, "src/model.py", "");
        write(project, "src/data.csv", "");
        write(project, ".gitignore", "*\n!*/\n!*.py\n");
        assertThat(paths(ProjectTree.scan(project))).containsExactly("src", "src/model.py", "train.py");
    }

    @Test
    void amlignoreReplacesGitignoreEverywhere() throws Exception {
        write(project, ".gitignore", "*.csv\n");
        write(project, "sub/.gitignore", "*\n");
        write(project, "sub/a.csv", "");
        write(project, "a.log", "");
        write(project, ".amlignore", "*.log\n");
        assertThat(paths(ProjectTree.scan(project)))
                .containsExactly(".amlignore", ".gitignore", "sub", "sub/.gitignore", "sub/a.csv", "train.py");
    }

    @Test
    void aNestedFileOverridesTheOneAbove() throws Exception {
        write(project, ".amlignore", "*.csv\n");
        write(project, "data/.amlignore", "!small.csv\n/x/y\n");
        write(project, "data/small.csv", "");
        write(project, "data/big.csv", "");
        write(project, "data/x/y", "");
        assertThat(paths(ProjectTree.scan(project)))
                .containsExactly(".amlignore", "data", "data/.amlignore", "data/small.csv", "data/x", "train.py");
        assertThat(ProjectTree.scan(project).ignoredBy("data/x/y")).contains("data/.amlignore:2: /x/y");
        assertThat(ProjectTree.scan(project).ignoredBy("data/big.csv")).contains(".amlignore:1: *.csv");
        assertThat(ProjectTree.scan(project).ignoredBy("data/small.csv")).isEmpty();
    }

    @Test
    void nothingBelowAnIgnoredFolderComesBack() throws Exception {
        write(project, ".amlignore", "data/\n!data/keep.csv\n");
        write(project, "data/keep.csv", "");
        assertThat(paths(ProjectTree.scan(project))).containsExactly(".amlignore", "train.py");
        assertThat(ProjectTree.scan(project).ignoredBy("data/keep.csv")).contains(".amlignore:1: data/");
    }

    @Test
    void gitignoreOfFoldersAboveAndInfoExcludeCount() throws Exception {
        write(above, ".git/info/exclude", "# not shared\n*.tmp\n");
        write(above, ".gitignore", "*.csv\n/my project/local.txt\n");
        write(project, "a.tmp", "");
        write(project, "a.csv", "");
        write(project, "local.txt", "");
        ProjectTree tree = ProjectTree.scan(project);
        assertThat(paths(tree)).containsExactly("train.py");
        assertThat(tree.ignoredBy("a.csv")).contains("../.gitignore:1: *.csv");
        assertThat(tree.ignoredBy("local.txt")).contains("../.gitignore:2: /my project/local.txt");
        assertThat(tree.ignoredBy("a.tmp")).contains("../.git/info/exclude:2: *.tmp");
    }

    @Test
    void excludeOfALinkedWorkTreeIsFound() throws Exception {
        write(above, "repository/info/exclude", "*.tmp\n");
        write(above, "repository/worktrees/w/commondir", "../..\n");
        write(project, ".git", "gitdir: ../repository/worktrees/w\n");
        write(project, "a.tmp", "");
        ProjectTree tree = ProjectTree.scan(project);
        assertThat(paths(tree)).containsExactly("train.py");
        assertThat(tree.ignoredBy("a.tmp")).contains("../repository/info/exclude:1: *.tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my project/\n", "/my*\n*.py\n"})
    void rulesThatLeaveOutTheProjectAsAWholeAreNotMeantForIt(String rules) throws Exception {
        write(above, ".git/HEAD", "");
        write(above, ".gitignore", rules);
        assertThat(paths(ProjectTree.scan(project))).containsExactly("train.py");
    }

    @Test
    void gitignoreAboveTheWorkTreeDoesNotCount() throws Exception {
        write(above, ".gitignore", "*.py\n");
        assertThat(paths(ProjectTree.scan(project))).containsExactly("train.py");
    }

    @Test
    void byteOrderMarkCarriageReturnsAndNoFinalNewline() throws Exception {
        write(project, ".amlignore", "\uFEFF*.csv\r\n\r\n# a note\r\n*.log");
        write(project, "a.csv", "");
        write(project, "a.log", "");
        ProjectTree tree = ProjectTree.scan(project);
        assertThat(paths(tree)).containsExactly(".amlignore", "train.py");
        assertThat(tree.ignoredBy("a.csv")).contains(".amlignore:1: *.csv");
        assertThat(tree.ignoredBy("a.log")).contains(".amlignore:4: *.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[abc", "[[.a.]]", "!x[b-a]"})
    void aBadPatternIsNamedWithItsLine(String pattern) throws Exception {
        write(project, ".amlignore", "");
        write(project, "sub/.amlignore", "*.csv\n" + pattern + "\n");
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("sub/.amlignore:2: '" + pattern
                        + "' is not a pattern: a bracket is never closed, runs backwards, or holds [. or [=\n-> ")
                .hasMessageEndingWith("\n-> mend the brackets, or write '\\[' for the character itself");
    }

    @Test
    void anIgnoreFileThatIsNoneIsAnError() throws Exception {
        write(project, "patterns", "*.csv\n");
        Files.createSymbolicLink(project.resolve(".amlignore"), Path.of("patterns"));
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessage(".amlignore is not a regular file, so what it leaves out is unknown\n"
                        + "-> put a file with the patterns in its place, or remove it");
    }

    @Test
    void manyStarsMatchAtOnce() throws Exception {
        write(project, "a".repeat(255), "");
        write(project, "a".repeat(200) + "b", "");
        write(project, ".amlignore", "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n");
        assertThat(ProjectTree.scan(project).files())
                .extracting(ProjectFile::path)
                .contains("a".repeat(255))
                .doesNotContain("a".repeat(200) + "b");
    }

    @Test
    void aLineThatNoPathCanMatchIsRefused() throws Exception {
        write(project, ".amlignore", "*.csv\n" + "9".repeat(5000) + "\n");
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(".amlignore:2: the line is longer than 4096 characters");
    }

    @Test
    void utf16IsNamed() throws Exception {
        Files.write(project.resolve(".amlignore"), "\uFEFF*.csv\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(".amlignore is UTF-16 text\n-> save it as UTF-8");
    }

    @Test
    void aLineThatIsNotUtf8IsNamedUnlessItIsAComment() throws Exception {
        Files.write(project.resolve(".amlignore"), "# für\nfür/\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessage(".amlignore:2: the line is not UTF-8 text\n-> save the file as UTF-8");
    }

    @Test
    void anEndlessIgnoreFileIsRefused() throws Exception {
        Folders.sized(project, ".amlignore", 1024 * 1024 + 1);
        assertThatThrownBy(() -> ProjectTree.scan(project))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith(".amlignore is larger than 1 MB (1,048,576 bytes)");
    }
}
