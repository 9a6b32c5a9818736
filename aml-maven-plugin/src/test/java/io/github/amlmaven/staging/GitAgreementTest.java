package io.github.amlmaven.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated trees with generated ignore files: what is staged is what the real git would add. */
class GitAgreementTest {
    private static final List<String> NAMES = List.of(
            "a", "b", "foo", "bar", "foo.txt", "bar.log", "x y", "été", "#hash", "!bang", "lib", "build", "a.b.c");
    private static final List<String> PATTERNS = List.of(
            "foo",
            "foo/",
            "/foo",
            "/foo/",
            "*.txt",
            "*.log",
            "!foo.txt",
            "!bar.log",
            "a/b",
            "/a/b",
            "a/b/",
            "a/**",
            "**/b",
            "a/**/b",
            "**/foo/**",
            "/*",
            "!/a",
            "b*",
            "?",
            "[ab]",
            "[!ab]",
            "f?o",
            "foo*",
            "*o",
            "lib/*",
            "!lib/foo",
            "x y",
            "x\\ y",
            "\\#hash",
            "\\!bang",
            "#hash",
            "été",
            "*/b",
            "/*/foo",
            "!*/",
            "build/",
            "!build/a",
            "a.b.*",
            "*.*",
            "!*.c",
            "foo.txt   ",
            "**",
            "!**/foo.txt",
            "a/b/foo",
            "/lib/**/bar",
            "[a-f]oo",
            "b[!x]r",
            "\\*",
            "bar?log",
            "*a*",
            "*o*o*",
            "f*o**",
            "*[a-f]*o*",
            "/*a*/*/*",
            "**/*f*o*/",
            "a/**/*o*t*",
            "*.*.*",
            "!*b*r*l*g");

    @TempDir
    Path tree;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void aTreeIsStagedAsGitWouldAddIt(long seed) throws Exception {
        Random random = new Random(seed);
        Path project = random.nextBoolean() ? tree : Files.createDirectories(tree.resolve("some where/project"));
        fill(project, random, 3);
        if (project != tree) {
            ignoreFile(tree, random);
            ignoreFile(tree.resolve("some where"), random);
        }
        Folders.run(tree, "git", "init", "-q");
        Files.write(tree.resolve(".git/info/exclude"), rules(random).getBytes(StandardCharsets.UTF_8));

        TreeSet<String> git = new TreeSet<>();
        String output = Folders.run(
                project, "git", "-c", "core.excludesFile=", "ls-files", "-z", "-o", "-c", "--exclude-standard", ".");
        for (String path : output.split("\0", -1)) {
            if (!path.isEmpty()) {
                git.add(path);
            }
        }
        boolean aside = project != tree && isIgnored("some where", "some where/project");
        org.junit.jupiter.api.Assumptions.assumeFalse(
                aside, "seed " + seed + " ignores the project as a whole, which is decided differently on purpose");
        TreeSet<String> ours = new TreeSet<>();
        for (ProjectFile file : ProjectTree.scan(project).files()) {
            if (file.kind() != ProjectFile.Kind.FOLDER) {
                ours.add(file.path());
            }
        }
        assertThat(ours).as("seed " + seed).isEqualTo(git);
    }

    private boolean isIgnored(String... paths) throws Exception {
        for (String path : paths) {
            Process check = new ProcessBuilder("git", "-c", "core.excludesFile=", "check-ignore", "-q", path)
                    .directory(tree.toFile())
                    .start();
            if (check.waitFor() == 0) {
                return true;
            }
        }
        return false;
    }

    private static void fill(Path folder, Random random, int depth) throws Exception {
        if (random.nextInt(3) > 0) {
            ignoreFile(folder, random);
        }
        for (String name : NAMES) {
            int choice = random.nextInt(4);
            if (choice == 0 && depth > 0) {
                fill(Files.createDirectory(folder.resolve(name)), random, depth - 1);
            } else if (choice < 3) {
                Files.createFile(folder.resolve(name));
            }
        }
    }

    private static void ignoreFile(Path folder, Random random) throws Exception {
        Files.write(folder.resolve(".gitignore"), rules(random).getBytes(StandardCharsets.UTF_8));
    }

    private static String rules(Random random) {
        StringBuilder rules = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            rules.append(PATTERNS.get(random.nextInt(PATTERNS.size()))).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return rules.toString();
    }
}
