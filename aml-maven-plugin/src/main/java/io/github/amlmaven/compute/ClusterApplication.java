package io.github.amlmaven.compute;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application of YARN that a run may have, found by its id in the driver log or by its tag. */
record ClusterApplication(RemoteRun run) {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterApplication.class);
    private static final String STATE = "cluster_state.sh";

    /**
     * Says there, before the start, that there will be one, and makes ready what is sent to its driver.
     *
     * @param found how it is asked for
     */
    void announce(ClusterCheck found, Cancellation cancellation) throws IOException {
        boolean away = found.submission() != null && found.submission().driverIsAway();
        RemoteCall call = run.call(
                List.of("cluster_announce.sh"),
                ClusterCommand.tag(run.directory()),
                away ? "cluster" : "client",
                found.tools().yarn(),
                found.tools().hdfs());
        run.shell().steadily(cancellation, () -> run.shell().call("making the application ready", call));
    }

    /** Has YARN end it; nothing when there is none. */
    void stop(Cancellation cancellation) throws IOException {
        String id = run.shell().steadily(cancellation, () -> run.shell()
                .call("stopping the application", run.call(List.of(STATE, "cluster_stop.sh"))));
        if (!id.isBlank()) {
            run.directory().log("YARN was asked to end " + id.strip() + ".");
        }
    }

    /**
     * Brings what its driver has left in the cluster to the head node, and asks what has become of it; ends it when nobody
     * waits for it any more.
     */
    void collect(Cancellation cancellation) throws IOException {
        String said = run.shell().steadily(cancellation, () -> run.shell()
                .call("asking what has become of the application", run.call(List.of(STATE, "cluster_collect.sh"))));
        said.lines().forEach(run.directory()::log);
    }

    /** Removes what it has left in the cluster's storage. */
    void remove() throws IOException {
        run.shell().call("removing what the run has in the cluster", run.call(List.of(STATE, "cluster_remove.sh")));
    }

    /** How the run ended, given how {@code spark-submit} did: it does not always know. */
    ExitStatus status(ExitStatus seen) {
        Optional<ClusterReport> report = ClusterReport.of(run.directory());
        if (report.isEmpty() || seen.cause() != ExitStatus.Cause.EXITED) {
            return seen;
        }
        LOG.debug("{} ended as {}, spark-submit as {}", run.directory(), report, seen);
        if (report.get().killed()) {
            return seen.because(ExitStatus.Cause.LOST);
        }
        return report.get().failed() && seen.code() == 0 ? ExitStatus.ofCode(ExitStatus.Cause.EXITED, 1) : seen;
    }
}
