package io.github.amlmaven.config;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything there is to say about the configuration: the mistakes that stop the run, and the remarks that do not. */
final class Findings {
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    void mistake(@Nullable Place place, String what, String remedy) {
        mistakes.add(new Mistake(place, what, remedy));
    }

    void mistake(Mistake mistake) {
        mistakes.add(mistake);
    }

    void warn(String text) {
        remarks.add(new Remark(Remark.Severity.WARNING, text));
    }

    void warn(Place place, String text) {
        warn(place + ": " + text);
    }

    void info(String text) {
        remarks.add(new Remark(Remark.Severity.INFO, text));
    }

    /** Takes over the mistakes of a file that this run does not use, as warnings; its remarks interest nobody. */
    void demote(Findings unused) {
        Collections.sort(unused.mistakes);
        for (Mistake mistake : unused.mistakes) {
            warn(mistake.problem() + " (not used by this run) -> " + mistake.remedy());
        }
    }

    List<Remark> remarks() {
        return List.copyOf(remarks);
    }

    /** Throws all mistakes as one, if there are any. */
    void refuse() {
        if (mistakes.isEmpty()) {
            return;
        }
        Collections.sort(mistakes);
        if (mistakes.size() == 1) {
            throw new AmlException(mistakes.get(0).problem(), mistakes.get(0).remedy());
        }
        StringBuilder problem = new StringBuilder().append(mistakes.size()).append(" mistakes in the configuration:");
        for (Mistake mistake : mistakes) {
            problem.append("\n  ").append(mistake.problem()).append("\n    -> ").append(mistake.remedy());
        }
        throw new AmlException(problem.toString(), "mend all of them, then try again; nothing has been run");
    }
}
