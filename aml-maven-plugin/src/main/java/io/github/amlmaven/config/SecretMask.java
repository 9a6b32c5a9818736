package io.github.amlmaven.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Masks what looks like a secret in a text that is to be sent to others: rather too much than too little.
 *
 * <p>A line is kept up to the name of a secret, or of environment variables, and what is indented below it goes too.
 */
public final class SecretMask {
    private static final String MASK = "***";
    /** A shorter value is found in words that mean nothing. */
    private static final int SHORTEST = 6;
    /** Not what these letters stand for elsewhere. */
    private static final Set<String> FOLDERS = Set.of("PWD", "OLDPWD");

    /** A word and what separates it from its value: {@code name: value}, {@code "name": "value"}, {@code --name=value}. */
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)[\"']?\\s*[:=]\\s*|--?([a-z][a-z0-9-]*)[\"',]*(?:\\s+|$)");

    private static final Pattern TOKEN =
            Pattern.compile("gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}|hf_[A-Za-z0-9]{20,}"
                    + "|AKIA[0-9A-Z]{16}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*|xox[a-z]-[\\w-]{10,}|sk-[\\w-]{20,}|glpat-[\\w-]{20,}"
                    + "|[A-Za-z0-9+/]{86}==|[?&;]?sig=[^\\s\"'&]+|(AccountKey|SharedAccessKey)=[^\\s\"';]+");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(\\w+://)[^/\\s\"'@]+@");

    private final StringBuilder shown = new StringBuilder();
    /** The indentation below which everything is masked; negative: none. */
    private int depth = -1;

    private boolean nextToo;
    private boolean key;

    private SecretMask() {}

    /**
     * The text without what looks like a secret; lines stay lines.
     *
     * @param environment of this process; what its variables with secret names hold goes wherever it stands
     */
    public static String of(String text, Map<String, String> environment) {
        String plain = text;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (isSecret(variable.getKey()) && variable.getValue().length() >= SHORTEST) {
                plain = plain.replace(variable.getValue(), MASK);
            }
        }
        return of(plain);
    }

    /**
     * The words of a command without what looks like a secret; a word stays a word.
     *
     * @param environment as in {@link #of(String, Map)}
     */
    public static List<String> words(List<String> words, Map<String, String> environment) {
        List<String> masked = new ArrayList<>();
        String option = "";
        for (String word : words) {
            int sign = word.indexOf('=');
            String before = sign < 0 ? "" : word.substring(0, sign);
            if (sign > 0 && SecretWords.isSecret(before, word.substring(sign + 1))) {
                masked.add(before + "=" + MASK);
            } else {
                boolean name = word.startsWith("-") && sign < 0;
                masked.add(!name && SecretWords.isSecret(option, word) ? MASK : of(word, environment));
            }
            option = word.startsWith("-") && sign < 0 ? word : "";
        }
        return masked;
    }

    /** The value of a name, or the mask where one of the two looks like a secret. */
    public static String value(String name, String value) {
        return SecretWords.isSecret(name, value)
                ? MASK
                : PASSWORD_IN_URL.matcher(value).replaceAll("$1" + MASK + "@");
    }

    private static boolean isSecret(String variable) {
        return SecretWords.isSecretName(variable) && !FOLDERS.contains(variable);
    }

    private static String of(String text) {
        SecretMask mask = new SecretMask();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            mask.shown.append(i == 0 ? "" : "\n").append(mask.line(lines[i]));
        }
        return mask.shown.toString();
    }

    private String line(String line) {
        if (key || line.contains("PRIVATE KEY")) {
            key = !line.contains("-----END") && (key || line.contains("-----BEGIN"));
            return MASK;
        }
        if (line.isBlank()) {
            return line;
        }
        int indent = line.length() - line.stripLeading().length();
        if (depth >= 0 && (indent > depth || nextToo)) {
            nextToo = false;
            return below(line, indent);
        }
        depth = -1;
        Matcher names = NAME.matcher(line);
        while (names.find()) {
            String name = names.group(1) != null ? names.group(1) : names.group(2);
            if (isEnvironment(name) || SecretWords.isSecretName(name)) {
                String rest = line.substring(names.end()).strip();
                boolean opens = rest.equals("{") || rest.equals("[");
                depth = indent;
                nextToo = rest.isEmpty();
                return line.substring(0, names.end()) + (rest.isEmpty() ? "" : opens ? rest : MASK);
            }
        }
        String plain = TOKEN.matcher(line).replaceAll(MASK);
        return PASSWORD_IN_URL.matcher(plain).replaceAll("$1" + MASK + "@");
    }

    /** Of a line below a secret name only a name and brackets are kept. */
    private static String below(String line, int indent) {
        Matcher name =
                Pattern.compile("[\"']?[A-Za-z_][A-Za-z0-9_.-]*[\"']?\\s*[:=]").matcher(line.strip());
        String text = line.strip();
        if (text.matches("[\\[\\]{},]+")) {
            return line;
        }
        return " ".repeat(indent) + (name.lookingAt() ? name.group() + " " : "") + MASK;
    }

    private static boolean isEnvironment(String name) {
        return name.equalsIgnoreCase("EnvironmentVariables");
    }
}
