package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON from and to plain values. */
class JsonTest {
    @Test
    void writesOnOneLineOrIndentedAsTheAzCommandDid() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "ä \"quoted\"\n");
        object.put("list", Arrays.asList(1, 2.5f, null, true, new BigDecimal("1.10")));
        object.put("empty", List.of());
        object.put("none", Map.of());
        object.put("nan", Double.NaN);
        assertThat(Json.write(object))
                .isEqualTo("{\"text\":\"ä \\\"quoted\\\"\\n\",\"list\":[1,2.5,null,true,1.10],\"empty\":[],\"none\":{},"
                        + "\"nan\":\"NaN\"}");
        assertThat(Json.pretty(object)).isEqualTo("""
                {
                  "text": "ä \\"quoted\\"\\n",
                  "list": [
                    1,
                    2.5,
                    null,
                    true,
                    1.10
                  ],
                  "empty": [],
                  "none": {},
                  "nan": "NaN"
                }""");
        assertThat(Json.write(null)).isEqualTo("null");
    }

    @Test
    void readsWhatItWrites() throws IOException {
        String text = "{\"a\":[1,-2.5,\"x\",true,false,null,{}],\"b\":9223372036854775808,\"c\":1E+400,\"d\":\"ä\"}";
        assertThat(Json.parse(Json.write("\uD83D\uDE00 and half \uD83D"))).isEqualTo("\uD83D\uDE00 and half \uD83D");
        assertThat(Json.write(Json.parse(text))).isEqualTo(text);
        assertThat(Json.parse("1")).isEqualTo(1L);
        assertThat(Json.parse("1.0")).isEqualTo(1.0);
        assertThat(Json.parse(" null ")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "[1,]", "1 2", "{} x", "NaN", "'a'", "{\"a\" 1}", "\u0000"})
    void whatIsNotJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IOException.class);
    }

    @Test
    void saysWhere() {
        assertThatThrownBy(() -> Json.parse("{\n  \"a\": oops\n}"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("(line 2, column 8)");
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> Json.parse("[".repeat(101) + "]".repeat(101))).isInstanceOf(IOException.class);
    }

    @Test
    void whatJsonCannotSayIsABug() {
        List<Object> odd = new ArrayList<>(List.of(new Object()));
        assertThatThrownBy(() -> Json.write(odd)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNumberBeyondAllNumbersIsRefused() {
        assertThatThrownBy(() -> Json.parse("[1E4004026531836]"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("a number is too large (line 1");
    }
}
