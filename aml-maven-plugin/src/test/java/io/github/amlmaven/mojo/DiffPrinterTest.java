package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.FileChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changed files are printed as git prints them. */
class DiffPrinterTest {
    @Test
    void eachFileHasItsHeadAndItsLines() {
        assertThat(DiffPrinter.lines(List.of(
                        new FileChange("a.py", "changed", "old mode 644\nnew mode 755\n@@ -1 +1 @@\n-x\n+\n", null),
                        new FileChange("new", "added", "@@ -0,0 +1 @@\n+@@ no head\n", null),
                        new FileChange("old", "removed", "", null),
                        new FileChange("m.pkl", "changed", null, "binary"),
                        new FileChange("big", "added", null, "too large"),
                        new FileChange("empty/", "added", null, null))))
                .containsExactly(
                        "diff --git a/a.py b/a.py",
                        "old mode 644",
                        "new mode 755",
                        "--- a/a.py",
                        "+++ b/a.py",
                        "@@ -1 +1 @@",
                        "-x",
                        "+",
                        "diff --git a/new b/new",
                        "--- /dev/null",
                        "+++ b/new",
                        "@@ -0,0 +1 @@",
                        "+@@ no head",
                        "diff --git a/old b/old",
                        "diff --git a/m.pkl b/m.pkl",
                        "Binary files a/m.pkl and b/m.pkl differ",
                        "diff --git a/big b/big",
                        "Files /dev/null and b/big differ: too large to show",
                        "diff --git a/empty/ b/empty/",
                        "added");
    }

    @Test
    void nothingInACodeSteersTheTerminal() {
        assertThat(DiffPrinter.lines(
                        List.of(new FileChange("a\033[2J", "changed", "@@ -1 +1 @@\n+\033]0;x\007\tb\r\n", null))))
                .noneMatch(line -> line.matches(".*[\\p{Cntrl}&&[^\t]].*"))
                .endsWith("+\uFFFD]0;x\uFFFD\tb\uFFFD");
    }
}
