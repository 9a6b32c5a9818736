package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeparationTest {
    /** In the table {@code →} is a tab, {@code ¶} a line end. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "a:→b¶ => a: b¶",
                "a:→→\"b→c\"→# d→e¶ => a:  \"b→c\" # d→e¶",
                "\"a\":→'b→''→c'→¶ => \"a\": 'b→''→c' ¶",
                "-→a¶-→→b¶ => - a¶-  b¶",
                "a: b→c¶ => a: b→c¶",
                "a: it's→fine→¶b:→c¶ => a: it's→fine→¶b: c¶",
                "→a: b¶ => →a: b¶",
                "a:¶→b: c¶ => a:¶→b: c¶",
                "→# c¶→¶a: b¶ => # c¶ ¶a: b¶",
                "{¶→\"a\"→:→1→,¶→→\"b\":[→1,→2→]¶}¶ => {¶ \"a\" : 1→,¶  \"b\":[ 1, 2→]¶}¶",
                "{\"a\":\"\\\"→\"→} => {\"a\":\"\\\"→\" }",
                "a: |¶  x→y¶  →z¶b:→c¶ => a: |¶  x→y¶  →z¶b: c¶",
                "a: \"http:\\/\\/x\" => a: \"http://x\"",
                "a: 'x\\/y'→¶ => a: 'x\\/y' ¶",
                "a: http://x→y¶ => a: http://x→y¶",
            })
    void blanksTakeThePlaceOfTabsThatSeparate(String written, String read) {
        // The table's cells are trimmed, so a leading mark stands for itself.
        String expected = written.startsWith("→#") ? " " + text(read) : text(read);
        assertThat(Separation.withBlanks(text(written))).isEqualTo(expected);
    }

    private static String text(String cell) {
        return cell.replace('→', '\t').replace('¶', '\n');
    }
}
