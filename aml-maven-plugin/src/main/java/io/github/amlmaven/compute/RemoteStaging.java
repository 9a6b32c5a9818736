package io.github.amlmaven.compute;

import io.github.amlmaven.ProjectId;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a run directory to another computer. What that one has of an earlier run is not sent again; what arrives is compared
 * with what was sent, hash by hash, before there is a run folder.
 */
final class RemoteStaging {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteStaging.class);
    private static final String SCRIPT = "remote_stage.sh";
    private static final int BUFFER = 64 * 1024;
    /** The exit code of a run folder that is not what was sent. */
    private static final int DIFFERENT = 8;

    private static final String FILES = "new/";
    private static final String RUN = ContainerFiles.FOLDER + "/";

    private final RemoteShell shell;
    private final ProjectId project;
    private final RunDirectory directory;
    private final String run;

    /** @param run the name of the run folder there */
    RemoteStaging(RemoteShell shell, ProjectId project, RunDirectory directory, String run) {
        this.shell = shell;
        this.project = project;
        this.directory = directory;
        this.run = run;
    }

    /** What is there already. */
    private record Offer(boolean complete, String base, RemoteManifest manifest) {
        static final Offer NOTHING = new Offer(false, "", new RemoteManifest(Map.of()));
    }

    /**
     * Makes the run folder, complete with the run's own files; nothing when it is there already.
     *
     * @param extra the run's own files that are not in the run directory, by their names in {@code azureml-setup}
     */
    void stage(Map<String, byte[]> extra, Cancellation cancellation) throws IOException {
        RemoteManifest manifest = RemoteManifest.of(directory.root());
        String snapshot = manifest.id();
        shell.steadily(cancellation, () -> {
            try {
                return stage(manifest, snapshot, extra);
            } catch (RemoteException e) {
                if (e.code() != DIFFERENT) {
                    throw e;
                }
                LOG.debug(
                        "{} holds something else than was sent; all is sent again",
                        shell.connection().login(),
                        e);
                return stage(manifest, snapshot, extra);
            }
        });
    }

    private boolean stage(RemoteManifest manifest, String snapshot, Map<String, byte[]> extra) throws IOException {
        Offer offer = shell.call(
                "asking what it has of the project",
                new RemoteCall(SCRIPT, "offer", project.path(), snapshot),
                RemoteStaging::offer);
        if (!offer.complete()) {
            shell.call(
                    "sending the project",
                    new RemoteCall(SCRIPT, "add", project.path(), snapshot, offer.base(), nonce())
                            .with(out -> send(manifest, offer.manifest(), out)));
        }
        shell.call(
                "making the run folder",
                new RemoteCall(SCRIPT, "run", project.path(), snapshot, run, nonce())
                        .with(out -> send(manifest, extra, out)));
        return true;
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }

    private static Offer offer(InputStream in) throws IOException {
        String line = RemoteAnswer.line(in);
        if (line == null || line.equals("none")) {
            return Offer.NOTHING;
        }
        if (line.equals("have")) {
            return new Offer(true, "", new RemoteManifest(Map.of()));
        }
        try {
            return new Offer(false, line.substring("base ".length()), RemoteManifest.read(in));
        } catch (IOException e) {
            LOG.debug("what is there cannot be read; all is sent again", e);
            return Offer.NOTHING;
        }
    }

    /** What has changed since the base: what goes, and what comes in its place. */
    private void send(RemoteManifest manifest, RemoteManifest base, OutputStream wire) throws IOException {
        OutputStream out = new BufferedOutputStream(wire, BUFFER);
        RemoteTar tar = new RemoteTar(out);
        ByteArrayOutputStream gone = new ByteArrayOutputStream();
        for (Map.Entry<String, String> entry : base.entries().entrySet()) {
            if (!entry.getValue().equals(manifest.entries().get(entry.getKey()))
                    && !bothFolders(entry.getValue(), manifest.entries().get(entry.getKey()))) {
                gone.write((entry.getKey() + "\0").getBytes(StandardCharsets.UTF_8));
            }
        }
        tar.add("gone", gone.toByteArray());
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(manifest.bytes());
        }
        tar.add("manifest.gz", compressed.toByteArray());
        tar.addFolder(FILES.substring(0, FILES.length() - 1));
        for (Map.Entry<String, String> entry : manifest.entries().entrySet()) {
            String path = entry.getKey();
            if (!entry.getValue().equals(base.entries().get(path))) {
                tar.add(FILES + path, directory.root().resolve(path));
            }
        }
        tar.end();
        out.flush();
    }

    /** A folder stays, with what is in it, when only its mode is another. */
    private static boolean bothFolders(String one, @Nullable String other) {
        return one.startsWith("d ") && other != null && other.startsWith("d ");
    }

    /** The run's own files, and the modes of the folders, which all were their owner's so far. */
    private void send(RemoteManifest manifest, Map<String, byte[]> extra, OutputStream wire) throws IOException {
        OutputStream out = new BufferedOutputStream(wire, BUFFER);
        RemoteTar tar = new RemoteTar(out);
        for (Map.Entry<String, String> folders : manifest.foldersByMode().entrySet()) {
            tar.add("modes/" + folders.getKey(), folders.getValue().getBytes(StandardCharsets.UTF_8));
        }
        for (Path folder : List.of(directory.logs(), directory.setup())) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    tar.add(RUN + directory.root().relativize(file), file);
                }
            }
        }
        for (Map.Entry<String, byte[]> file : extra.entrySet()) {
            tar.add(RUN + RunPath.SETUP + "/" + file.getKey(), file.getValue());
        }
        tar.end();
        out.flush();
    }
}
