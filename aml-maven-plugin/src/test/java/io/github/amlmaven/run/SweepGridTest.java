package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What varies in a sweep: grids, random draws, files. */
class SweepGridTest {
    @TempDir
    Path folder;

    @Test
    void anArgumentIsWrittenAsTheGridWritesIt() {
        assertThat(arguments("--reg=0.01,1; --depth 2,4"))
                .containsExactly(
                        List.of("--reg=0.01", "--depth", "2"),
                        List.of("--reg=0.01", "--depth", "4"),
                        List.of("--reg=1", "--depth", "2"),
                        List.of("--reg=1", "--depth", "4"));
        assertThat(arguments("0.1,-1; 'a b','x,y;z',\"\"; train --fast -k v"))
                .hasSize(6)
                .startsWith(List.of("0.1", "a b", "train", "--fast", "-k", "v"))
                .contains(List.of("-1", "x,y;z", "train", "--fast", "-k", "v"))
                .contains(List.of("-1", "", "train", "--fast", "-k", "v"));
    }

    @Test
    void eachThingHasANameForTheTable() {
        assertThat(SweepGrid.read("--reg=1; -d 2; 3; --reg=4; --x y,z", false)
                        .all()
                        .get(1)
                        .values())
                .isEqualTo(Map.of("reg", "1", "d", "2", "arg3", "3", "reg_2", "4", "x", "z"));
    }

    @Test
    void rangesAreListsOfTheirNumbers() {
        assertThat(values("1..4")).containsExactly("1", "2", "3", "4");
        assertThat(values("-2..0")).containsExactly("-2", "-1", "0");
        assertThat(values("0.1..0.3:0.1")).containsExactly("0.1", "0.2", "0.3");
        assertThat(values("0..1:0.25,7")).containsExactly("0", "0.25", "0.5", "0.75", "1", "7");
        assertThat(values("1..64*4")).containsExactly("1", "4", "16", "64");
        assertThat(values("1e-3..1:log")).containsExactly("0.001", "0.01", "0.1", "1");
        assertThat(values("1,2,1,1..3")).as("each once").containsExactly("1", "2", "3");
        assertThat(values("'1..3',../data")).as("no range").containsExactly("1..3", "../data");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThatThrownBy(() -> SweepGrid.read(
                        "--reg; --a=; 1,,2; 3..1; 0.1..1; 1..2:0; 1..2*1; -1..1:log; 1..9999999; --b='x", false))
                .isInstanceOfSatisfying(AmlException.class, e -> {
                    assertThat(e.problem().lines()).hasSize(10);
                    assertThat(e.problem())
                            .contains("'--reg' has no values; write --reg=1,2 or --reg 1,2")
                            .contains("a value of a is empty")
                            .contains("a value of arg1 is empty")
                            .contains("'3..1' goes down")
                            .contains("'0.1..1' needs a step in a grid: 0.1..1:0.1")
                            .contains("the step of '1..2:0' is not above 0")
                            .contains("the factor of '1..2*1' is not above 1")
                            .contains("'-1..1:log' cannot be multiplied up")
                            .contains("'1..9999999' has more than 100000 numbers")
                            .contains("the quote ' is not closed");
                });
        assertThatThrownBy(() -> SweepGrid.read("1;".repeat(101), false)).hasMessageContaining("101 things vary");
        assertThatThrownBy(() -> SweepGrid.read(" ; ", false)).hasMessageContaining("there is nothing in it");
    }

    @Test
    void theSizeIsKnownBeforeAnythingIsMade() {
        assertThat(SweepGrid.read("1..1000; 1..1000; 1..100", false).size()).isEqualTo(100_000_000L);
        String huge = String.join(";", java.util.Collections.nCopies(10, "1..100000"));
        assertThat(SweepGrid.read(huge, false).size()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        SweepGrid grid = SweepGrid.read("--lr=1e-5..0.1:log; --layers=1..8; --rate=0.5..0.9; --kind=a,b", true);
        List<SweepCombination> drawn = grid.draw(200, 7);
        assertThat(drawn).hasSize(200).doesNotHaveDuplicates().isEqualTo(grid.draw(200, 7));
        assertThat(grid.draw(200, 8)).isNotEqualTo(drawn);
        List<Double> rates = drawn.stream()
                .map(each -> Double.valueOf(each.values().get("lr")))
                .toList();
        assertThat(rates).allMatch(rate -> rate >= 1e-5 && rate <= 0.1);
        assertThat(rates.stream().filter(rate -> rate < 1e-3).count()).isBetween(60L, 140L);
        assertThat(drawn.stream().map(each -> each.values().get("layers")).collect(Collectors.toSet()))
                .isEqualTo(Set.of("1", "2", "3", "4", "5", "6", "7", "8"));
        assertThat(drawn.stream().map(each -> Double.valueOf(each.values().get("rate"))))
                .allMatch(rate -> rate >= 0.5 && rate <= 0.9);
    }

    @Test
    void aDrawOfMoreThanThereAreIsAllOfThem() {
        assertThat(SweepGrid.read("1..3; a,b", true).draw(6, 1)).hasSize(6);
        assertThat(SweepGrid.read("1..3; a,b", true).draw(5, 1)).hasSize(5).doesNotHaveDuplicates();
        assertThatThrownBy(() -> SweepGrid.read("0.1..1,3", true)).hasMessageContaining("cannot be one of a list");
    }

    @Test
    void aFileHasARunInEachLine() throws IOException {
        assertThat(file("\uFEFFreg,depth=,--kind,arg1\r\n0.1,2,\"a,\n\"\"b\",x\r\n0.2,,,\r\n0.1,2,\"a,\n\"\"b\",x\r\n"))
                .extracting(SweepCombination::arguments)
                .containsExactly(
                        List.of("--reg", "0.1", "--depth=2", "--kind", "a,\n\"b", "x"), List.of("--reg", "0.2"));
        assertThat(file("reg,depth\n0.1,2\n").get(0).values()).isEqualTo(Map.of("reg", "0.1", "depth", "2"));
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        assertThatThrownBy(() -> file("reg,depth\n")).hasMessageContaining("no line below the names");
        assertThatThrownBy(() -> file("")).hasMessageContaining("no line below the names");
        assertThatThrownBy(() -> file("reg,reg\n1,2\n")).hasMessageContaining("two columns are named reg");
        assertThatThrownBy(() -> file("reg,\n1,2\n")).hasMessageContaining("a column has no name");
        assertThatThrownBy(() -> file("reg,depth\n1\n")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> SweepFile.read(folder.resolve("gone.csv"))).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> SweepFile.read(Files.write(
                        folder.resolve("latin.csv"), "r\u00e9g\n1\n".getBytes(StandardCharsets.ISO_8859_1))))
                .hasMessageContaining("not in UTF-8");
    }

    private List<SweepCombination> file(String text) throws IOException {
        return SweepFile.read(Files.writeString(folder.resolve("runs.csv"), text));
    }

    private static List<String> values(String list) {
        return SweepGrid.read("--x=" + list, false).all().stream()
                .map(combination -> combination.values().get("x"))
                .toList();
    }

    private static List<List<String>> arguments(String grid) {
        return SweepGrid.read(grid, false).all().stream()
                .map(SweepCombination::arguments)
                .toList();
    }
}
