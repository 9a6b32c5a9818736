import java.nio.charset.StandardCharsets

/** Secrets to plant, and the search for them: as they are, URL-encoded, in base64 at any offset, in hex. */
class Canaries {
    private final Random random
    final Map<String, String> values = [:]
    private final Map<String, List<String>> forms = [:]

    Canaries(long seed) {
        random = new Random(seed)
    }

    /** A new secret; its letters differ in every encoding. */
    String plant(String name) {
        String value = "cAn" + (values.size() + 10) + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "+/=z"
        return plant(name, value)
    }

    /** A secret of a form of its own, such as a key. */
    String plant(String name, String value) {
        assert values.put(name, value) == null
        forms[name] = encode(value.getBytes(StandardCharsets.US_ASCII))
        return value
    }

    /** The names of the secrets that are in there in any form. */
    Set<String> foundIn(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1)
        return forms.findAll { name, ways -> ways.any { text.contains(it) } }.keySet()
    }

    private static List<String> encode(byte[] value) {
        String plain = new String(value, StandardCharsets.US_ASCII)
        List<String> ways = [plain, URLEncoder.encode(plain, "UTF-8")]
        ways << plain.replace("+", "\\u002b").replace("/", "\\/") << plain.replace("=", "%3d").replace("/", "%2f")
        ways << value.encodeHex().toString() << value.encodeHex().toString().toUpperCase(Locale.ROOT)
        for (encoder in [Base64.encoder, Base64.urlEncoder]) {
            for (int before = 0; before < 3; before++) {
                String all = encoder.withoutPadding().encodeToString(("x" * before + plain).bytes)
                // The first and the last letter also hold bits of the neighbours.
                ways << all.substring([0, 2, 3][before], all.length() - ((before + value.length) % 3 == 0 ? 0 : 1))
            }
        }
        return ways.unique()
    }
}
