package io.github.amlmaven.compute;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dependency file as conda is given it: the same text for the same meaning.
 *
 * @param specs what conda is asked for; sorted, since conda looks at all at once
 */
record CondaPackages(List<String> channels, List<String> specs) {
    private static final Pattern PACKAGE = Pattern.compile("(?:.*::)?\\s*([A-Za-z0-9._-]+).*", Pattern.DOTALL);

    static CondaPackages of(Requirements.PythonPackages packages) {
        return new CondaPackages(
                packages.channels().stream().map(String::strip).toList(),
                packages.conda().stream()
                        .map(spec -> spec.replaceAll("[\\s\\p{Cntrl}]+", " ").strip())
                        .filter(spec -> !spec.isEmpty())
                        .sorted()
                        .toList());
    }

    /** Which Python it asks for; empty: any, or none. */
    List<String> pythons() {
        return specs.stream().filter(CondaPackages::isPython).toList();
    }

    /** What nothing but conda can install. */
    List<String> others() {
        return specs.stream()
                .filter(spec -> !isPython(spec) && !spec.equals("pip"))
                .toList();
    }

    /** The file, with lines for pip. */
    String text(List<String> pip) {
        StringBuilder text = new StringBuilder();
        if (!channels.isEmpty()) {
            text.append("channels:\n");
            channels.forEach(channel -> text.append("  - ").append(quoted(channel)));
        }
        text.append("dependencies:\n");
        specs.forEach(spec -> text.append("  - ").append(quoted(spec)));
        if (!pip.isEmpty()) {
            text.append("  - pip:\n");
            pip.forEach(line -> text.append("    - ").append(quoted(line)));
        }
        return text.toString();
    }

    private static boolean isPython(String spec) {
        Matcher matcher = PACKAGE.matcher(spec);
        return matcher.matches() && matcher.group(1).toLowerCase(Locale.ROOT).equals("python");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
    }
}
