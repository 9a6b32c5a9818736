package io.github.amlmaven.mojo;

import io.github.amlmaven.run.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;

/** Prints what a check found in one line, as long as nothing is wrong. */
record CheckConsole(Log log) {
    private static final String INDENT = " ".repeat(21);

    void print(Check check) {
        for (String line : lines(check)) {
            switch (check.level()) {
                case OK -> log.info(line);
                case WARN -> log.warn(line);
                case FAIL -> log.error(line);
            }
        }
    }

    static List<String> lines(Check check) {
        String word = check.level() == Check.Level.FAIL
                ? "FAIL"
                : check.level().name().toLowerCase(Locale.ROOT);
        List<String> lines = new ArrayList<>();
        String head = String.format(Locale.ROOT, "%-5s %-14s ", word, check.subject());
        for (String line : check.finding().split("\n", -1)) {
            lines.add((lines.isEmpty() ? head : INDENT) + line);
        }
        if (!check.remedy().isEmpty()) {
            for (String line : ("-> " + check.remedy()).split("\n", -1)) {
                lines.add(INDENT + line);
            }
        }
        return lines;
    }
}
