package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.DiskException;
import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Brings artifacts into the user's files: first the whole plan, then the bytes. */
final class Download {
    private static final String ELSEWHERE = "-Daml.destination=<folder>, or fewer artifacts with -Daml.artifact=<glob>";

    private final ArtifactSource source;
    private final boolean overwrite;

    Download(ArtifactSource source, boolean overwrite) {
        this.source = source;
        this.overwrite = overwrite;
    }

    List<DownloadedFile> into(List<Artifact> artifacts, Path folder) throws IOException {
        return into(artifacts, "", folder);
    }

    /** @param above what all paths begin with and is left out of the names of the files */
    List<DownloadedFile> into(List<Artifact> artifacts, String above, Path folder) throws IOException {
        Path base = folder.toAbsolutePath().normalize();
        List<DownloadedFile> plan = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            plan.add(planned(artifact, below(base, artifact, above), base));
        }
        NameTwins.refuseArtifacts(artifacts, base);
        return carryOut(plan, base);
    }

    DownloadedFile to(Artifact artifact, Path file) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Path base = target.getParent();
        if (base == null) {
            throw new AmlException("'" + file + "' is not a file", "name a file or a folder");
        }
        return carryOut(List.of(planned(artifact, target, base)), base).get(0);
    }

    private static Path below(Path base, Artifact artifact, String above) {
        Path target;
        try {
            target = base.resolve(artifact.path().value().substring(above.length()))
                    .normalize();
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "this system cannot have a file named '" + artifact.path() + "': " + e.getReason(),
                    "download it alone under another name: mvn aml:download-artifact -Daml.destination=<file>",
                    e);
        }
        if (!target.startsWith(base) || target.equals(base)) {
            throw new AmlException(
                    "'" + artifact.path() + "' would land outside " + base + "; nothing has been downloaded",
                    "download it alone under another name: mvn aml:download-artifact -Daml.destination=<file>");
        }
        return target;
    }

    private DownloadedFile planned(Artifact artifact, Path target, Path base) throws IOException {
        for (Path parent = target.getParent();
                parent != null && !parent.equals(base) && parent.startsWith(base);
                parent = parent.getParent()) {
            if (Files.exists(parent, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
                throw new AmlException(
                        parent + " is " + (Files.isSymbolicLink(parent) ? "a link" : "not a folder")
                                + "; nothing has been downloaded",
                        "move it away, or choose another folder with -Daml.destination=<folder>");
            }
        }
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return new DownloadedFile(artifact, target, false);
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new AmlException(
                    target + " is a folder, and the artifact of that name is a file; nothing has been downloaded",
                    "move it away, or choose another folder with -Daml.destination=<folder>");
        }
        if (isSame(artifact, target)) {
            return new DownloadedFile(artifact, target, true);
        }
        if (!overwrite) {
            throw new AmlException(
                    target + " exists with other content than in run " + source.number()
                            + "; nothing has been downloaded",
                    "add -Daml.overwrite to replace it, or choose another folder with -Daml.destination=<folder>");
        }
        return new DownloadedFile(artifact, target, false);
    }

    private List<DownloadedFile> carryOut(List<DownloadedFile> plan, Path base) throws IOException {
        List<DownloadedFile> wanted =
                plan.stream().filter(file -> !file.alreadyThere()).toList();
        AtomicLong need = new AtomicLong(
                wanted.stream().mapToLong(file -> file.artifact().size()).sum());
        AtomicInteger done = new AtomicInteger();
        try {
            DiskException.requireSpace(base, need.get(), ELSEWHERE);
            TransferThreads.each(source.parallelism(), wanted, file -> {
                fetch(file.artifact(), file.file());
                done.incrementAndGet();
                need.addAndGet(-file.artifact().size());
            });
            Files.createDirectories(base);
            return plan;
        } catch (IOException e) {
            if (DiskException.of(e, base, need.get(), ELSEWHERE) instanceof DiskException disk) {
                throw stopped(disk, done.get(), wanted.size());
            }
            throw e;
        }
    }

    private static AmlException stopped(DiskException disk, int done, int files) {
        return new AmlException(
                (done == 0 ? "nothing has been downloaded: " : done + " of " + files + " files have been downloaded: ")
                        + disk.problem(),
                disk.remedy() + (done == 0 ? "" : "; the same command then brings the rest"),
                disk);
    }

    private void fetch(Artifact artifact, Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IllegalArgumentException(target + " is in no folder");
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(
                ".aml-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
        try {
            if (source.isElsewhere()) {
                source.fetch(artifact, part);
            } else {
                transfer(artifact, part, target);
            }
            if (overwrite) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(part, target);
            }
        } catch (FileAlreadyExistsException e) {
            throw new AmlException(
                    target + " has appeared while the artifact was downloaded; it was left alone",
                    "add -Daml.overwrite to replace it",
                    e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void transfer(Artifact artifact, Path part, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                OutputStream out = Channels.newOutputStream(channel)) {
            source.transfer(artifact, out);
            channel.force(true);
        } catch (FileSystemException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // A failing channel does not say where.
            FileSystemException named = new FileSystemException(target.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /** A file of the user is opened only if it is a regular one: a pipe would wait for ever. */
    private static boolean isSame(Artifact artifact, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != artifact.size()) {
            return false;
        }
        MessageDigest digest = Sha256.start();
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Sha256.finish(digest).equals(artifact.sha256());
    }
}
