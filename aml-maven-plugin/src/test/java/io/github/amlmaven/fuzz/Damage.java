package io.github.amlmaven.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Texts that were good once, and bytes that never were. */
public final class Damage {
    /** What breaks readers of YAML, JSON, globs and queries. */
    private static final List<String> PIECES = List.of(
            "\t",
            "\n",
            "\r\n",
            "\r",
            " ",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "\\",
            "\\u",
            "\\x41",
            "\\ud800",
            "\\udc00\\ud800",
            "\\u0000",
            "\\UFFFFFFFF",
            "&a ",
            "*a",
            "&a [*a]",
            "<<: *a",
            "!!",
            "!x ",
            "!!java.net.URL ",
            "%",
            "%YAML 1.1\n",
            "%TAG ! x\n",
            "@",
            "`",
            "|",
            ">",
            "|+9\n",
            "#",
            " #",
            "? ",
            "---\n",
            "...\n",
            "~",
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "-0.0",
            "0x7fffffff",
            "1_000",
            "22:22",
            "NaN",
            "1E400",
            "99999999999999999999",
            "2147483648",
            "-9223372036854775809",
            "\"\"",
            "{}",
            "[]",
            "[[",
            "{\"a\":",
            "[{",
            "\0",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uFFFE",
            "\uFFFD",
            "\u202E",
            "\u001b[2J",
            "e\u0301",
            "\u00fc",
            "\ud83d\ude00",
            "$file",
            "../",
            "/",
            "//",
            "/dev/zero",
            "*",
            "**",
            "**/",
            "?",
            "[!a]",
            "[[:alpha:]]",
            "[a-",
            "*a",
            "a*b",
            "!",
            "(",
            ")",
            "&&",
            "||",
            "==",
            "a.b",
            "[?",
            "[*]",
            "[::0]",
            "[99999999999]",
            "@.",
            "&x",
            "sort_by(@, &",
            "length(",
            "to_number(",
            "join('",
            "Password: x",
            "final.json",
            "run_id",
            "2017-09-08T12:31:21.116000+00:00",
            "a");

    private Damage() {}

    /** One of the texts with one to four edits, or now and then bytes at random. */
    public static Arbitrary<Input> of(List<String> texts) {
        return Arbitraries.frequencyOf(Tuple.of(9, damaged(texts)), Tuple.of(1, raw()));
    }

    private static Arbitrary<Input> damaged(List<String> texts) {
        return Combinators.combine(
                        Arbitraries.of(texts), edit().list().ofMinSize(1).ofMaxSize(4))
                .as((text, edits) -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    List<byte[]> stages = new ArrayList<>(List.of(bytes));
                    edits.forEach(edit -> stages.add(edit.apply(stages.get(stages.size() - 1))));
                    return new Input(stages.get(stages.size() - 1), edits.toString());
                });
    }

    private static Arbitrary<Input> raw() {
        return Arbitraries.bytes()
                .withDistribution(RandomDistribution.uniform())
                .array(byte[].class)
                .ofMaxSize(300)
                .map(bytes -> new Input(bytes, "raw"));
    }

    private static Arbitrary<Edit> edit() {
        return Combinators.combine(
                        Arbitraries.of(Edit.Kind.class),
                        Arbitraries.integers().between(0, 1_000_000).withDistribution(RandomDistribution.uniform()),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.of(PIECES),
                        times())
                .as(Edit::new);
    }

    /** Mostly once; sometimes as often as brings down what is recursive, or tries all ways. */
    private static Arbitrary<Integer> times() {
        return Arbitraries.frequencyOf(
                Tuple.of(80, Arbitraries.just(1)),
                Tuple.of(17, Arbitraries.integers().between(2, 60)),
                Tuple.of(3, Arbitraries.integers().between(100, 30_000)));
    }
}
