package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--reg 0.1 'two words'    | --reg;0.1;two words",
                "a   b                    | a;b",
                "\"say \\\"hi\\\"\"       | say \"hi\"",
                "'a\"b' \"c'd\"           | a\"b;c'd",
                "a' 'b                    | a b",
                "a\\ b                    | a b",
                "'it'\\''s'               | it's",
                "\"C:\\x\"                | C:\\x",
                "\"a\\\\b\"               | a\\b",
                "'a\\b'                   | a\\b",
                "$HOME *.py `x`           | $HOME;*.py;`x`",
                "größe=1 'ü ö'            | größe=1;ü ö",
            })
    void splitsAsAShellDoes(String text, String expected) {
        assertThat(CommandLine.split(text)).containsExactly(expected.split(";"));
    }

    @Test
    void keepsEmptyArgumentsThatAreQuoted() {
        assertThat(CommandLine.split("a '' \"\" b")).containsExactly("a", "", "", "b");
        assertThat(CommandLine.split("  \t\n ")).isEqualTo(List.of());
    }

    @Test
    void namesTheQuoteThatIsNotClosed() {
        assertThatThrownBy(() -> CommandLine.split("--name 'two words --reg 1"))
                .isInstanceOf(AmlException.class)
                .hasMessage("""
                        the arguments cannot be split: the ' at character 8 is never closed: ''two words --reg 1'
                        -> quote as in a shell, such as -Daml.args="--reg 0.1 'two words'"; \\' is an apostrophe""");
        assertThatThrownBy(() -> CommandLine.split("a \"b\\\"")).hasMessageContaining("the \" at character 3");
        assertThatThrownBy(() -> CommandLine.split("a\\")).hasMessageContaining("a backslash ends it");
    }
}
