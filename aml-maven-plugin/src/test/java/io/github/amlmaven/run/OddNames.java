package io.github.amlmaven.run;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes file names of every kind that a file system takes, the same ones for the same seed. */
final class OddNames {
    private static final int LONGEST = 255;
    private static final List<String> WORDS = List.of(
            "CON",
            "nul.txt",
            "a:b",
            "a\\b",
            "dot.",
            "blank ",
            " first",
            "...",
            "..a",
            ".. ",
            ". .",
            "%2e",
            "%2e%2e",
            "%2F",
            "%",
            "%u",
            "%ud800",
            "%x",
            "a%00b",
            ".aml-tmp-1",
            ".aml-taken",
            ".derived",
            ".aml-lock-1",
            "final.json",
            "\ufffd",
            "a\ufffdb",
            "line\nfeed",
            "tab\t",
            "\u001b[31m",
            "\u202egnp.exe",
            "\u2028",
            "\ufeff",
            "\uffff",
            "\ud83d\ude00",
            "-rf",
            "~",
            "$HOME",
            "`id`",
            "'",
            "\"",
            "<a>",
            "a|b",
            "a?b*",
            "_outputs%2Fx",
            "uploads",
            "azureml-logs",
            "\u00c5ngstr\u00f6m",
            "\u0130stanbul",
            "stra\u00dfe",
            "\ufb01n",
            "\u1e9b\u0323");

    private final Random random;

    OddNames(long seed) {
        random = new Random(seed);
    }

    /** Names that have to be among them, whatever the seed. */
    List<byte[]> always() {
        List<byte[]> names = new ArrayList<>();
        for (int b = 1; b < 256; b++) {
            if (b != '/' && b != '.') {
                names.add(new byte[] {(byte) b});
            }
            if (b != '/') {
                names.add(new byte[] {'x', (byte) b, 'y'});
            }
        }
        for (String word : WORDS) {
            names.add(utf8(word));
            names.add(utf8(word.toUpperCase(Locale.ROOT)));
            names.add(utf8(Normalizer.normalize(word, Normalizer.Form.NFC)));
            names.add(utf8(Normalizer.normalize(word, Normalizer.Form.NFD)));
        }
        names.add(utf8("\u0001".repeat(LONGEST)));
        names.add(utf8("\u00e9".repeat(LONGEST / 2)));
        return names;
    }

    byte[] next() {
        return switch (random.nextInt(5)) {
            case 0 -> bytes(1 + random.nextInt(LONGEST));
            case 1 -> cut(text(1 + random.nextInt(20)));
            case 2 -> cut(WORDS.get(random.nextInt(WORDS.size())) + text(1 + random.nextInt(3)));
            case 3 -> cut(text(LONGEST));
            default -> utf8(Integer.toString(random.nextInt(1 << 24), 36));
        };
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int b = 1 + random.nextInt(255);
            bytes[i] = (byte) (b == '/' || b == '.' ? 'z' : b);
        }
        return bytes;
    }

    private String text(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int c = random.nextInt(3) == 0 ? 1 + random.nextInt(0x10fffe) : 1 + random.nextInt(0x17f);
            text.appendCodePoint(c == '/' || (c >= 0xd800 && c < 0xe000) ? 'Q' : c);
        }
        return text.toString();
    }

    /** At most 255 bytes, at a character's end. */
    private static byte[] cut(String text) {
        String shorter = text;
        while (utf8(shorter).length > LONGEST) {
            shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
        }
        return utf8(shorter.equals(".") || shorter.equals("..") ? "dots" : shorter);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
