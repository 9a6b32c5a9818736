package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings back what a run has left on another computer; nothing that comes from there is trusted. */
record RemoteFetch(RemoteRun run) {
    private static final int MOST = 1_000_000;
    private static final int MOST_LARGE = 100_000;
    private static final String ROOT = ContainerFiles.FOLDER + "/";

    /** @param limit the size, in bytes, from which on an output stays where it is */
    void take(long limit, Cancellation cancellation) throws IOException {
        TakenOut note = new TakenOut(run.directory());
        if (note.isCurrent()) {
            return;
        }
        note.delete();
        RemoteCall call = run.call("remote_fetch.sh", Long.toString(limit));
        boolean kept;
        try {
            kept = run.shell().steadily(cancellation, () -> run.shell()
                    .call("fetching the outputs", call, in -> take(in, limit)));
        } catch (RemoteException e) {
            throw new AmlException(
                    "cannot fetch what the run has left on "
                            + run.shell().connection().login().address() + ": " + e.words(),
                    "see what is in ~/.azureml/azureml_runs there; the next goal tries again",
                    e);
        }
        Delivery.remove(run.directory().taken());
        note.write(kept);
    }

    private boolean take(InputStream in, long limit) throws IOException {
        Map<String, Long> large = large(in);
        try (Refusals refusals = new Refusals(run.directory())) {
            Extraction extraction = new Extraction(run.directory(), this::whereabouts, limit, MOST, refusals);
            extraction.take(new TarReader(in), "", Long.MAX_VALUE);
            for (Map.Entry<String, Long> file : large.entrySet()) {
                extraction.refuseLarge(file.getKey(), file.getValue());
            }
            refusals.end();
            in.readAllBytes();
            return extraction.kept();
        }
    }

    private static Map<String, Long> large(InputStream in) throws IOException {
        Map<String, Long> large = new LinkedHashMap<>();
        for (String line = RemoteAnswer.line(in); line != null && !line.isEmpty(); line = RemoteAnswer.line(in)) {
            int blank = line.indexOf(' ');
            if (blank < 1 || large.size() >= MOST_LARGE || !line.startsWith(ROOT, blank + 1)) {
                throw new IOException("the list of large files cannot be read");
            }
            large.put(line.substring(blank + 1 + ROOT.length()), Long.valueOf(line.substring(0, blank)));
        }
        return large;
    }

    private String whereabouts(String path) {
        SshAddress address = run.shell().connection().login().address();
        return "; it is still there: scp " + (address.port() == null ? "" : "-P " + address.port() + " ")
                + address.user() + "@" + address.host() + ":" + run.root("~").substring(2) + "/" + path + " .";
    }
}
