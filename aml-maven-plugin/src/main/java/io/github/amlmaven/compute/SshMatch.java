package io.github.amlmaven.compute;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a {@code Match} of {@code ~/.ssh/config} applies. */
enum SshMatch {
    YES,
    NO,
    /** A command, or what only OpenSSH itself knows, would have to say. */
    UNDECIDED;

    /**
     * Decides.
     *
     * @param criteria {@code all}, or pairs such as {@code host} and patterns with commas between them
     * @param remote the user there, as far as it is known yet; null: it is not
     */
    static SshMatch of(List<String> criteria, String original, String host, @Nullable String remote, String local) {
        SshMatch result = YES;
        for (int i = 0; i < criteria.size(); i++) {
            String name = criteria.get(i).toLowerCase(Locale.ROOT);
            boolean not = name.startsWith("!");
            String kind = name.substring(not ? 1 : 0);
            if (kind.equals("all")) {
                continue;
            }
            if (kind.equals("canonical") || kind.equals("final")) {
                // The file is read once, so the second reading that these wait for never comes.
                return NO;
            }
            if (++i == criteria.size()) {
                return NO;
            }
            List<String> patterns = List.of(criteria.get(i).split(",", -1));
            String subject =
                    switch (kind) {
                        case "host" -> host;
                        case "originalhost" -> original;
                        case "user" -> remote == null ? local : remote;
                        case "localuser" -> local;
                        default -> null;
                    };
            if (subject == null) {
                result = UNDECIDED;
            } else if (SshPatterns.match(patterns, subject) == not) {
                return NO;
            }
        }
        return result;
    }
}
