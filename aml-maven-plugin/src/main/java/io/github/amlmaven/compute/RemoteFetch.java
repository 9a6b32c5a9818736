package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings back what a run has left on another computer; nothing that comes from there is trusted. */
record RemoteFetch(RemoteRun run) {
    private static final int MOST = 1_000_000;
    private static final int MOST_STAYING = 100_000;
    private static final long CLOSED = -1;
    /** The exit code of a folder that is not there. */
    private static final int GONE = 7;

    private static final String ROOT = ContainerFiles.FOLDER + "/";

    /** @param limit the size, in bytes, from which on an output stays where it is */
    void take(long limit, Cancellation cancellation) throws IOException {
        TakenOut note = new TakenOut(run.directory());
        if (note.isCurrent()) {
            return;
        }
        note.delete();
        boolean kept;
        try {
            kept = fetch(limit, cancellation);
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

    private boolean fetch(long limit, Cancellation cancellation) throws IOException {
        RemoteCall call = run.call("remote_fetch.sh", Long.toString(limit));
        try {
            return run.shell().steadily(cancellation, () -> run.shell()
                    .call("fetching the outputs", call, in -> take(in, limit)));
        } catch (RemoteException e) {
            if (e.code() != GONE) {
                throw e;
            }
            takeNothing(limit);
            return false;
        }
    }

    /** The script, or somebody else, has removed all of it. */
    private void takeNothing(long limit) throws IOException {
        run.directory().log("The run folder there is gone: " + run.root("~"));
        try (Refusals refusals = new Refusals(run.directory())) {
            new Extraction(run.directory(), this::whereabouts, limit, MOST, refusals)
                    .refuseAll("the run folder there is gone, " + run.root("~"));
            refusals.end();
        }
    }

    private boolean take(InputStream in, long limit) throws IOException {
        Map<String, Long> staying = staying(in);
        try (Refusals refusals = new Refusals(run.directory())) {
            Extraction extraction = new Extraction(run.directory(), this::whereabouts, limit, MOST, refusals);
            extraction.take(new TarReader(in), "", Long.MAX_VALUE);
            for (Map.Entry<String, Long> file : staying.entrySet()) {
                if (file.getValue() == CLOSED) {
                    extraction.refuseClosed(file.getKey());
                } else {
                    extraction.refuseLarge(file.getKey(), file.getValue());
                }
            }
            refusals.end();
            in.readAllBytes();
            return extraction.kept();
        }
    }

    /** The sizes of those that stay there, by their names. */
    private static Map<String, Long> staying(InputStream in) throws IOException {
        Map<String, Long> staying = new LinkedHashMap<>();
        for (String line = RemoteAnswer.line(in); line != null && !line.isEmpty(); line = RemoteAnswer.line(in)) {
            String text = RemoteCall.text(line);
            int blank = text.indexOf(' ');
            if (blank < 1 || staying.size() >= MOST_STAYING || !text.startsWith(ROOT, blank + 1)) {
                throw new IOException("the list of files that stay there cannot be read");
            }
            String size = text.substring(0, blank);
            staying.put(text.substring(blank + 1 + ROOT.length()), size.equals("-") ? CLOSED : Long.parseLong(size));
        }
        return staying;
    }

    private String whereabouts(String path) {
        SshAddress address = run.shell().connection().login().address();
        String shown = ArtifactPath.printable(
                address.user() + "@" + address.host() + ":" + run.root("~").substring(2) + "/" + path);
        boolean plain = shown.matches("[A-Za-z0-9_./:@%+,=-]+");
        return "; it is still there: scp " + (address.port() == null ? "" : "-P " + address.port() + " ") + "-r "
                + (plain ? shown : "'" + shown.replace("'", "'\\''") + "'") + " .";
    }
}
