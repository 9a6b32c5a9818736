package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the one run a user means, or says which there are. */
final class RunSearch {
    private static final String LABEL = "label:";
    private static final Logger LOG = LoggerFactory.getLogger(RunSearch.class);

    private final Store store;
    private final Layout layout;
    private final Numbers numbers;
    private final RunReader reader;
    private final RunListing listing;
    private final Map<RunId, RunMarks> marks;

    RunSearch(
            Store store,
            Layout layout,
            Numbers numbers,
            RunReader reader,
            RunListing listing,
            Map<RunId, RunMarks> marks) {
        this.marks = marks;
        this.store = store;
        this.layout = layout;
        this.numbers = numbers;
        this.reader = reader;
        this.listing = listing;
    }

    RunRecord find(String selector) throws IOException {
        RunRecord run;
        if (selector.equals("last")) {
            Optional<RunRecord> last = newest(new RunFilter(null, 1));
            if (last.isEmpty()) {
                throw none(selector);
            }
            run = asKept(last.get());
        } else if (selector.startsWith(LABEL)) {
            String label = selector.substring(LABEL.length());
            run = asKept(newest(new RunFilter(null, 1, label, false)).orElseThrow(() -> without(label)));
        } else {
            run = isNumber(selector) ? numbered(Integer.parseInt(selector), selector) : identified(new RunId(selector));
        }
        RunMarks said = marks.get(run.id());
        if (said != null && said.deletion() != null && said.isPurged()) {
            throw new AmlException(
                    "run " + run.number() + " was deleted, and what it kept is gone",
                    "mvn aml:history lists the runs that are there");
        }
        return said == null ? run : run.marked(said);
    }

    private Optional<RunRecord> newest(RunFilter filter) throws IOException {
        return listing.list(filter, marks).runs().stream().findFirst();
    }

    /** A list may have its runs from copies, which know neither of damage nor of what came late. */
    private RunRecord asKept(RunRecord listed) throws IOException {
        return numbered(listed.number(), Integer.toString(listed.number()));
    }

    private AmlException without(String label) {
        return new AmlException(
                "no run of " + layout.project() + " has the label '" + label + "' in the history at " + store,
                "mvn aml:label -Daml.run=<number> -Daml.label=" + label + " puts it on a run; mvn aml:history lists the"
                        + " runs with their labels");
    }

    private RunRecord numbered(int number, String selector) throws IOException {
        Optional<Numbers.Claim> claim = number < 1 ? Optional.empty() : numbers.read(number);
        if (claim.isEmpty()) {
            throw none(selector);
        }
        return reader.read(claim.get());
    }

    private RunRecord identified(RunId run) throws IOException {
        if (numberOf(run) instanceof Long number) {
            Optional<Numbers.Claim> claim =
                    number < 1 || number > Numbers.HIGHEST ? Optional.empty() : numbers.intact(number.intValue());
            if (claim.isPresent() && claim.get().run().equals(run)) {
                return reader.read(claim.get());
            }
        }
        // Claimed, and nothing else that can be read: only a claim tells, and it is among the newest unless it was
        // abandoned long ago.
        for (int number = numbers.newest(listing.hint()); number > 0; number--) {
            Optional<Numbers.Claim> claim = numbers.intact(number);
            if (claim.isPresent() && claim.get().run().equals(run)) {
                return reader.read(claim.get());
            }
        }
        throw none(run.value());
    }

    /** The number that a run says it has; null where it says nothing, or nothing that can be read. */
    private @Nullable Object numberOf(RunId run) throws IOException {
        try {
            return Documents.read(store, layout.open(run))
                    .map(open -> open.get("run_number"))
                    .orElse(null);
        } catch (AmlException e) {
            LOG.debug("{} is looked for among the claims", run, e);
            return null;
        }
    }

    private AmlException none(String selector) throws IOException {
        int newest = numbers.newest(listing.hint());
        if (newest == 0) {
            return new AmlException(
                    "there is no run of " + layout.project() + " in the history at " + store,
                    "mvn aml:run makes the first; -Daml.store=<folder> names another history");
        }
        String last = numbers.intact(newest).map(claim -> claim.run().value()).orElse("");
        return new AmlException(
                "there is no run " + selector + " of " + layout.project() + " in the history at " + store,
                "set -Daml.run to a number from 1 to " + newest + ", to last (" + last
                        + "), or to a run id; mvn aml:history lists them");
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 8) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
