package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an asset can be called: anything that every system takes as the name of a file, so that its link can be one. */
final class AssetName {
    /** In bytes of UTF-8, so that there is room for {@code .link} in the 255 that file systems have. */
    private static final int LONGEST = 200;

    private static final Pattern REFUSED = Pattern.compile("[/\\\\:*?\"<>|\\p{C}\\p{Zl}\\p{Zp}]");
    private static final Pattern DEVICE =
            Pattern.compile("(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])([.].*)?", Pattern.CASE_INSENSITIVE);

    private AssetName() {}

    /** The name in the one form that it is kept in, whatever form its accents came in. */
    static String checked(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        String why = fault(composed);
        if (why != null) {
            throw new AmlException(
                    "'" + ArtifactPath.printable(name) + "' cannot be the name of an asset: " + why,
                    "set -Daml.name to what can be the name of a file everywhere, such as model.pkl");
        }
        return composed;
    }

    static boolean isOne(String name) {
        return fault(name) == null && Normalizer.isNormalized(name, Normalizer.Form.NFC);
    }

    /** Whether the two would be one file where case does not count. */
    static boolean areTwins(String one, String other) {
        return !one.equals(other) && folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String fault(String name) {
        if (name.isBlank()) {
            return "it is empty";
        }
        if (REFUSED.matcher(name).find()) {
            return "it holds one of / \\ : * ? \" < > | or a sign that is not printed";
        }
        if (name.startsWith(".") || name.endsWith(".") || !name.equals(name.strip())) {
            return "it begins or ends with a dot or a blank";
        }
        if (DEVICE.matcher(name).matches()) {
            return "Windows has a device of that name";
        }
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        return length > LONGEST ? "it has " + length + " bytes, and " + LONGEST + " are the most" : null;
    }
}
