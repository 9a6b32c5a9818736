package io.github.amlmaven.run;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Many checks in a row: what cannot even be looked at is a finding, too, and the others go on. */
public final class Checkup {
    private final Consumer<Check> heard;
    private final List<Check> checks = new ArrayList<>();

    /**
     * @param heard told of each check as it is made
     */
    public Checkup(Consumer<Check> heard) {
        this.heard = heard;
    }

    /** Something to look at. */
    public interface Examination {
        void examine(Checkup checkup) throws IOException;
    }

    /** Looks at one thing. */
    public void examine(String subject, Examination examination) {
        try {
            examination.examine(this);
        } catch (AmlException e) {
            fail(subject, e.problem(), e.remedy());
        } catch (DiskException e) {
            fail(subject, e.getFile() + ": " + e.problem(), e.remedy());
        } catch (IOException e) {
            fail(subject, e.toString(), "see that this can be read and written, or choose another place");
        }
    }

    public void ok(String subject, String finding) {
        add(new Check(Check.Level.OK, subject, finding, ""));
    }

    public void warn(String subject, String finding, String remedy) {
        add(new Check(Check.Level.WARN, subject, finding, remedy));
    }

    public void fail(String subject, String finding, String remedy) {
        add(new Check(Check.Level.FAIL, subject, finding, remedy));
    }

    private void add(Check check) {
        checks.add(check);
        heard.accept(check);
    }

    /** All checks so far. */
    public List<Check> checks() {
        return List.copyOf(checks);
    }

    /** How many failed. */
    public long failures() {
        return checks.stream()
                .filter(check -> check.level() == Check.Level.FAIL)
                .count();
    }
}
