package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything there is to say about the configuration: the mistakes that stop the run, and the remarks that do not. */
final class Findings {
    static final String NOT_USED = " (not used by this run)";

    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Mistake> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    void mistake(@Nullable Place place, String what, String remedy) {
        mistakes.add(new Mistake(place, what, remedy));
    }

    void mistake(Mistake mistake) {
        mistakes.add(mistake);
    }

    /** Adds what does not stop the run, but is likely not meant. */
    void warn(@Nullable Place place, String what, String remedy) {
        warnings.add(new Mistake(place, what, remedy));
    }

    void info(String text) {
        notes.add(text);
    }

    /** Takes over the mistakes of a file that this run does not use, as warnings; its remarks interest nobody. */
    void demote(Findings unused) {
        Collections.sort(unused.mistakes);
        for (Mistake mistake : unused.mistakes) {
            warnings.add(new Mistake(mistake.place(), mistake.what() + NOT_USED, mistake.remedy()));
        }
    }

    /** The warnings, each with its remedy on the same line, then the notes. */
    List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        for (Mistake warning : warnings) {
            remarks.add(new Remark(Remark.Severity.WARNING, warning.problem() + " -> " + warning.remedy()));
        }
        for (String note : notes) {
            remarks.add(new Remark(Remark.Severity.INFO, note));
        }
        return List.copyOf(remarks);
    }

    /**
     * Throws all mistakes as one, if there are any; with them go the warnings, because a key that was misspelt is often
     * why another one is missing.
     */
    void refuse() {
        if (mistakes.isEmpty()) {
            return;
        }
        Collections.sort(mistakes);
        List<Mistake> also = alsoWrong();
        if (mistakes.size() == 1 && also.isEmpty()) {
            throw new AmlException(mistakes.get(0).problem(), mistakes.get(0).remedy());
        }
        StringBuilder problem = new StringBuilder(counted(mistakes.size(), "mistake"));
        if (!also.isEmpty()) {
            problem.append(" and ").append(counted(also.size(), "warning"));
        }
        problem.append(" in the configuration:");
        for (Mistake mistake : mistakes) {
            problem.append("\n  ").append(mistake.problem()).append("\n    -> ").append(mistake.remedy());
        }
        for (Mistake warning : also) {
            problem.append("\n  warning: ")
                    .append(warning.problem())
                    .append("\n    -> ")
                    .append(warning.remedy());
        }
        throw new AmlException(
                problem.toString(),
                (mistakes.size() == 1 ? "mend the mistake" : "mend all of them")
                        + ", then try again; nothing has been run");
    }

    /** The warnings in the order of reading, without those about what a mistake says already. */
    private List<Mistake> alsoWrong() {
        Set<Place> told = new HashSet<>();
        for (Mistake mistake : mistakes) {
            if (mistake.place() != null) {
                told.add(mistake.place());
            }
        }
        List<Mistake> also = new ArrayList<>();
        for (Mistake warning : warnings) {
            if (!told.contains(warning.place())) {
                also.add(warning);
            }
        }
        Collections.sort(also);
        return also;
    }

    private static String counted(int count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
