package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of names in a store. */
class ObjectNameTest {
    @ParameterizedTest
    @CsvSource({
        "outputs/model.pkl, outputs/model.pkl",
        "outputs/Größe 1.txt, outputs/Größe 1.txt",
        "a/../b, a/%2E%2E/b",
        "a/./b, a/%2E/b",
        ".hidden/x., %2Ehidden/x%2E",
        "a\\b, a%5Cb",
        "100%, 100%25",
        "con:1, con%3A1",
        "'a /b', a%20/b",
    })
    void oneFormForEachName(String name, String encoded) {
        assertThat(ObjectName.encode(name)).isEqualTo(encoded);
        assertThat(ObjectName.decode(encoded)).hasValue(name);
    }

    @Test
    void anyNameComesBack() {
        Random random = new Random(20260101);
        String alphabet = "ab.%\\ /:\u0000\u0001\n\u007f\u0085äé日\uD83D\uDE00\uFFFE*?x";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder name = new StringBuilder("a");
            for (int length = random.nextInt(20); length > 0; length--) {
                char next = alphabet.charAt(random.nextInt(alphabet.length()));
                name.append(next == '/' ? "/b" : String.valueOf(next));
            }
            String encoded = ObjectName.encode(name.toString());
            assertThat(ObjectName.decode(encoded)).hasValue(name.toString());
            assertThat(encoded.chars().filter(c -> Character.isISOControl(c) || c == '\\'))
                    .isEmpty();
            assertThat(encoded.split("/")).doesNotContain(".", "..", "");
            assertThat(encoded.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(800);
        }
    }

    @Test
    void aLongNameBecomesAFingerprintAndStaysOne() {
        String component = ObjectName.encode("a/" + "x".repeat(256));
        assertThat(component).matches("a/%x[0-9a-f]{64}");
        String deep = ObjectName.encode("acc/ws/" + "folder/".repeat(200) + "end");
        assertThat(deep)
                .startsWith("acc/ws/folder/")
                .matches(".*/%x[0-9a-f]{64}")
                .hasSizeBetween(700, 800);
        for (String encoded : new String[] {component, deep}) {
            assertThat(ObjectName.encode(ObjectName.decode(encoded).orElseThrow()))
                    .isEqualTo(encoded);
        }
        assertThat(ObjectName.encode("x".repeat(255))).isEqualTo("x".repeat(255));
    }

    @ParameterizedTest
    @ValueSource(strings = {"50%", "%zz", "%u12", "%61", "a/%2e", "what?", ".hidden", "end.", "%u00e9", "%+1", "%FF"})
    void whatSomebodyElseHasMadeIsNoObject(String file) {
        assertThat(ObjectName.decode(file)).isEmpty();
    }

    @Test
    void aNameWithAnEmptyComponentIsABug() {
        for (String name : new String[] {"", "/a", "a/", "a//b"}) {
            assertThatThrownBy(() -> ObjectName.encode(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
