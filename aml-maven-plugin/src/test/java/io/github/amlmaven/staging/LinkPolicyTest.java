package io.github.amlmaven.staging;

import static io.github.amlmaven.staging.Folders.paths;
import static io.github.amlmaven.staging.Folders.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which links are kept, rewritten, warned of and refused. */
class LinkPolicyTest {
    @TempDir
    Path project;

    @Test
    void linksIntoTheProjectAreKeptAndAbsoluteOnesMadeRelative() throws Exception {
        write(project, "data/a.csv", "");
        Files.createDirectories(project.resolve("x/y"));
        Files.createSymbolicLink(project.resolve("x/y/relative"), Path.of("../../data//a.csv"));
        Files.createSymbolicLink(
                project.resolve("x/y/absolute"), project.toRealPath().resolve("data/a.csv"));
        Files.createSymbolicLink(project.resolve("self"), project.toRealPath());
        Files.createSymbolicLink(project.resolve("x/up"), Path.of(".."));
        Files.createSymbolicLink(project.resolve("through"), Path.of("x/up/data"));
        ProjectTree tree = ProjectTree.scan(project);
        assertThat(target(tree, "x/y/relative")).isEqualTo("../../data/a.csv");
        assertThat(target(tree, "x/y/absolute")).isEqualTo("../../data/a.csv");
        assertThat(target(tree, "self")).isEqualTo(".");
        assertThat(target(tree, "through")).isEqualTo("x/up/data");
        assertThat(tree.warnings()).isEmpty();
    }

    @Test
    void aProjectReachedThroughALinkKnowsItsOwnAbsoluteLinks() throws Exception {
        Path real = Files.createDirectory(project.resolve("real"));
        Path alias = Files.createSymbolicLink(project.resolve("alias"), Path.of("real"));
        write(real, "a", "");
        Files.createSymbolicLink(real.resolve("link"), alias.toAbsolutePath().resolve("a"));
        assertThat(target(ProjectTree.scan(alias), "link")).isEqualTo("a");
    }

    @Test
    void linksThatLeadToNothingAreKeptWithAWarning() throws Exception {
        write(project, "data/a.csv", "");
        write(project, ".amlignore", "data/\n");
        Files.createSymbolicLink(project.resolve("1 dangling"), Path.of(".#lock"));
        Files.createSymbolicLink(project.resolve("2 a"), Path.of("3 b"));
        Files.createSymbolicLink(project.resolve("3 b"), Path.of("2 a"));
        Files.createSymbolicLink(project.resolve("4 ignored"), Path.of("data/a.csv"));
        ProjectTree tree = ProjectTree.scan(project);
        assertThat(paths(tree)).containsExactly(".amlignore", "1 dangling", "2 a", "3 b", "4 ignored");
        assertThat(tree.warnings())
                .containsExactlyInAnyOrder(
                        "the link 1 dangling -> .#lock leads to nothing; it is kept as it is",
                        "the link 2 a -> 3 b leads in a circle; it is kept as it is",
                        "the link 3 b -> 2 a leads in a circle; it is kept as it is",
                        "the link 4 ignored -> data/a.csv will lead to nothing in the run, because .amlignore:1: data/"
                                + " leaves out what it leads to");
    }

    @Test
    void linksOutOfTheProjectAreRefusedAllAtOnce() throws Exception {
        Path inner = Files.createDirectory(project.resolve("inner"));
        Files.createSymbolicLink(inner.resolve("absolute"), Path.of("/elsewhere/data"));
        Files.createSymbolicLink(inner.resolve("up"), Path.of("../elsewhere"));
        Files.createSymbolicLink(inner.resolve("via"), Path.of("absolute/passwd"));
        assertThatThrownBy(() -> ProjectTree.scan(inner))
                .isInstanceOf(AmlException.class)
                .satisfies(thrown -> {
                    assertThat(((AmlException) thrown).problem())
                            .startsWith("3 entries of the project cannot be staged:\n")
                            .contains("\n  absolute: the link to /elsewhere/data leads out of the project")
                            .contains("\n  up: the link to ../elsewhere leads out of the project")
                            .contains("\n  via: the link to absolute/passwd leads out of the project");
                    assertThat(((AmlException) thrown).remedy())
                            .startsWith(
                                    "mend them, or leave out what the script does not need, with these lines in .amlignore:\n")
                            .contains("\n  /absolute")
                            .contains("\n  /up")
                            .contains("\n  /via");
                });
    }

    @Test
    void aLinkOutsideThatARuleLeavesOutIsNoMatter() throws Exception {
        Files.createSymbolicLink(project.resolve("data"), Path.of("/elsewhere/data"));
        write(project, ".amlignore", "/data\n");
        assertThat(paths(ProjectTree.scan(project))).containsExactly(".amlignore");
    }

    private static String target(ProjectTree tree, String path) {
        for (ProjectFile file : tree.files()) {
            if (file.path().equals(path)) {
                return String.valueOf(file.linkTarget());
            }
        }
        throw new AssertionError(path + " is not staged");
    }
}
