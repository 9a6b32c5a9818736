package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitStateTest {
    @TempDir
    Path temp;

    @Test
    void hasNothingToTellWithoutARepository() throws IOException {
        assertThat(GitState.ask(temp).fields()).isEmpty();
    }

    @Test
    void tellsTheCommitAndWhetherThereAreChangesBelowTheProject() throws Exception {
        Path project = Files.createDirectories(temp.resolve("sub folder"));
        Files.writeString(project.resolve("train.py"), "1");
        git("init", "-q");
        assertThat(GitState.ask(project).fields()).containsOnlyKeys("git_dirty").containsEntry("git_dirty", true);

        git("add", ".");
        git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first");
        assertThat(String.valueOf(GitState.ask(project).fields().get("git_commit")))
                .matches("[0-9a-f]{40}");
        Files.writeString(temp.resolve("beside"), "1");
        assertThat(GitState.ask(project).fields()).containsEntry("git_dirty", false);
        Files.writeString(project.resolve("train.py"), "2");
        assertThat(GitState.ask(project).fields()).containsEntry("git_dirty", true);
    }

    @Test
    void whatGitStartsSeesNothingOfMavensEnvironment() throws Exception {
        Path seen = temp.resolve("seen");
        git("init", "-q");
        Files.writeString(temp.resolve(".gitattributes"), "*.csv filter=spy\n");
        Files.writeString(temp.resolve("data.csv"), "1");
        git("-c", "filter.spy.clean=cat", "add", ".");
        git("config", "filter.spy.clean", "env > '" + seen + "'; cat");
        // Of the same size, so that git has to read it.
        Files.writeString(temp.resolve("data.csv"), "2");
        assertThat(System.getenv()).containsKey("PATH").hasSizeGreaterThan(3);

        assertThat(GitState.ask(temp).fields()).containsEntry("git_dirty", true);

        assertThat(Files.readAllLines(seen))
                .anyMatch(line -> line.startsWith("PATH="))
                .allMatch(line -> line.matches(
                        "(GIT_\\w*|LC_\\w*|PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|TMPDIR|XDG_CONFIG_HOME|LD_LIBRARY_PATH"
                                + "|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @Test
    void anAnswerNobodyReadsIsNotWaitedFor() throws Exception {
        git("init", "-q");
        for (int i = 0; i < 2000; i++) {
            Files.createFile(temp.resolve("a file with quite a long name, so that the pipe is full: " + i));
        }
        GitState git = GitState.ask(temp);

        git.close();

        assertThat(git.fields()).isEmpty();
    }

    private void git(String... words) throws Exception {
        String[] command = new String[words.length + 1];
        command[0] = "git";
        System.arraycopy(words, 0, command, 1, words.length);
        assertThat(new ProcessBuilder(command)
                        .directory(temp.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
