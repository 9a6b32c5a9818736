package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which runs may be deleted, or brought back, before anything is.
 *
 * @param force whether runs may be deleted whose artifacts have been promoted
 */
public record RunDeletion(RunHistory history, boolean force) {
    private static final String NUMBER = "run_number";

    /**
     * Which runs the user means: those that pass everything that is given.
     *
     * @param query JMESPath over the runs, which yields runs, numbers or ids
     */
    public record Choice(
            @Nullable RunSelection named,
            @Nullable String query,
            @Nullable RunStatus status) {
        /** Whether nothing has been said. */
        public boolean isEmpty() {
            return named == null && query == null && status == null;
        }
    }

    /**
     * The runs that are to be deleted, or brought back: those of the choice that are not deleted, or are.
     *
     * @param undo whether they are to be brought back
     * @throws AmlException when one of them may not be deleted, which names all such
     */
    public List<RunRecord> check(Choice choice, boolean undo) throws IOException {
        List<RunRecord> runs = new ArrayList<>(chosen(choice, undo));
        runs.removeIf(run -> run.isDeleted() != undo);
        if (!undo) {
            List<RunRecord> underWay =
                    runs.stream().filter(run -> !run.status().isFinal()).toList();
            if (!underWay.isEmpty()) {
                throw new AmlException(
                        words(underWay) + " not ended ("
                                + underWay.get(0).status().label()
                                + "), and only runs that have are deleted; nothing has been done",
                        "stop it first, mvn aml:cancel -Daml.run="
                                + underWay.get(0).number() + ", or leave it out of -Daml.run");
            }
        }
        if (!undo && !force && !runs.isEmpty()) {
            refusePromoted(runs);
        }
        return runs;
    }

    /**
     * Refuses runs whose artifacts are needed beyond them.
     *
     * @throws AmlException when an artifact of one of the runs has been promoted
     */
    public void refusePromoted(List<RunRecord> runs) throws IOException {
        for (Asset asset : history.assets().list()) {
            for (RunRecord run : runs) {
                if (run.id().equals(asset.run())) {
                    throw new AmlException(
                            "the asset '" + asset.name() + "', version " + asset.version() + ", is of run "
                                    + run.number() + "; nothing has been deleted",
                            "leave the run out, or delete it all the same with -Daml.force: the artifacts of the asset"
                                    + " stay");
                }
            }
        }
    }

    /**
     * Looks whether runs that were brought back are there.
     *
     * @throws AmlException when a garbage collection was faster
     */
    public static void makeSure(RunHistory history, List<RunRecord> runs) throws IOException {
        for (RunRecord run : runs) {
            history.find(run.id().value()); // says so of one that is gone
        }
    }

    private static String words(List<RunRecord> runs) {
        return (runs.size() == 1 ? "run " : "runs ") + RunSelection.of(runs) + (runs.size() == 1 ? " has" : " have");
    }

    private List<RunRecord> chosen(Choice choice, boolean undo) throws IOException {
        RunSelection named = choice.named();
        List<RunRecord> runs = new ArrayList<>(
                named != null
                        ? named.in(history)
                        : history.list(new RunFilter(null, 0, null, undo)).runs());
        RunStatus status = choice.status();
        runs.removeIf(run -> (status != null && run.status() != status) || (named == null && run.isDeleted() != undo));
        String query = choice.query();
        if (query != null) {
            Set<Object> wanted = answers(query, runs);
            runs.removeIf(run -> !wanted.contains((long) run.number())
                    && !wanted.contains(run.id().value()));
        }
        return runs;
    }

    private static Set<Object> answers(String query, List<RunRecord> runs) {
        Object answer =
                RunQuery.evaluate(query, runs.stream().map(RunRecord::fields).toList());
        Set<Object> wanted = new HashSet<>();
        for (Object each : answer instanceof List<?> list ? list : answer == null ? List.of() : List.of(answer)) {
            if (each instanceof Map<?, ?> run && run.get(NUMBER) instanceof Number number) {
                wanted.add(number.longValue());
            } else if (each instanceof Number number && query.contains(NUMBER)) {
                // Any other number, such as the value of a metric, names no run though it may be that of one.
                wanted.add(number.longValue());
            } else if (each instanceof String id) {
                wanted.add(id);
            } else {
                throw new AmlException(
                        "'" + query + "' yields " + Json.write(each) + ", which is no run",
                        "let it yield runs, numbers or ids: -Daml.query=\"[?Accuracy < `0.5`].run_number\"");
            }
        }
        return wanted;
    }
}
