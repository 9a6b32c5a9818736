package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one run in the journal, each written once, and who looks after it.
 *
 * <p>The first owner is in {@code begin.json}; whoever takes the run over from a dead owner creates
 * {@code owner-<n>.json} with the next number, which only one can.
 */
record JournalFolder(FolderStore store, Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);
    private static final Set<OpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);

    /** The word by which the claim of the run's number can be recognised. */
    String nonce() {
        return String.valueOf(path.getFileName());
    }

    void note(String step, Map<String, Object> document) {
        try {
            if (!store.create(name(step), Json.bytes(document))) {
                throw new IOException("it is there already");
            }
        } catch (IOException e) {
            throw new AmlException(
                    "cannot note the step '" + step + "' of the run in the journal " + path.getParent() + ": " + e,
                    "see that there is room and that you can write there, or choose another folder on a local disk:"
                            + " -Daml.journalFolder=<folder>",
                    e);
        }
    }

    /** A step; empty when it has not been noted. */
    Optional<Map<String, @Nullable Object>> read(String step) {
        try {
            return Documents.read(store, name(step));
        } catch (IOException | AmlException e) {
            String how = e instanceof AmlException known ? known.problem() : e.toString();
            throw new AmlException(
                    "cannot read the step '" + step + "' of a run in the journal: " + how,
                    "see that you may read it, or remove " + path + " to give the run up",
                    e);
        }
    }

    boolean has(String step) {
        return read(step).isPresent();
    }

    /** A field of a step; null when either is not there. */
    @Nullable
    Object field(String step, String field) {
        return read(step).map(document -> document.get(field)).orElse(null);
    }

    String text(String step, String field) {
        return field(step, field) instanceof String text ? text : "";
    }

    /** A path in a step; empty when there is none. */
    Optional<Path> path(String step, String field) {
        String text = text(step, field);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            throw new AmlException(
                    "cannot read the name of the folder " + text + " in this language setting: " + e.getReason(),
                    "try again with that of the build that began the run, such as LC_ALL=C.UTF-8",
                    e);
        }
    }

    int number(String step, String field) {
        return field(step, field) instanceof Long number && number >= 0 && number <= Numbers.HIGHEST
                ? number.intValue()
                : 0;
    }

    /** What can be said of the owner from here; dead when whoever made the folder did not come to write the first step. */
    Owner.Life ownersLife() {
        int last = lastOwner();
        return lifeIn(last == 0 ? "begin" : "owner-" + last);
    }

    /** As {@link #ownersLife}, of whoever had begun the run. */
    Owner.Life beginnersLife() {
        return lifeIn("begin");
    }

    /** The process number of the owner; empty unless it is alive on this computer. */
    OptionalLong ownersProcess() {
        int last = lastOwner();
        String step = last == 0 ? "begin" : "owner-" + last;
        Owner owner = Owner.of(field(step, "owner"));
        return owner != null && lifeIn(step) == Owner.Life.ALIVE ? OptionalLong.of(owner.pid()) : OptionalLong.empty();
    }

    private Owner.Life lifeIn(String step) {
        Owner owner = Owner.of(field(step, "owner"));
        return owner == null ? Owner.Life.DEAD : owner.seenFrom(Owner.current());
    }

    boolean isAbandoned() {
        Owner.Life life = ownersLife();
        return life == Owner.Life.DEAD || life == Owner.Life.REBOOTED;
    }

    /** Makes this process the owner in place of a dead one; false when another was faster, or the owner is not dead. */
    boolean take() throws IOException {
        int next = lastOwner() + 1;
        if (!isAbandoned()
                || !hasBegun(path)
                || !store.create(
                        name("owner-" + next),
                        Json.bytes(Map.of("owner", Owner.current().toMap())))) {
            return false;
        }
        if (hasBegun(path)) {
            return true;
        }
        // Another process has brought the run to its end meanwhile, and the store has made the folder again.
        delete(path);
        return false;
    }

    /** Makes nobody the owner, so that any process can {@link #take} the run; to be called by the owner. */
    void leave() {
        try {
            store.create(name("owner-" + (lastOwner() + 1)), Json.bytes(Map.of("left", true)));
            if (!hasBegun(path)) {
                delete(path); // closed after all, and the store has made the folder again
            }
        } catch (IOException e) {
            LOG.debug("the entry {} stays this process's, and waits for its end", path, e);
        }
    }

    private int lastOwner() {
        int last = 0;
        while (Files.exists(path.resolve("owner-" + (last + 1) + ".json"))) {
            last++;
        }
        return last;
    }

    private String name(String step) {
        return nonce() + "/" + step + ".json";
    }

    /** Adds to a file, which is its owner's alone, without waiting for the disk. */
    void append(String file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(path.resolve(file), APPENDING, ownerOnly())) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Whether the first step is there. */
    static boolean hasBegun(Path folder) {
        return Files.isRegularFile(folder.resolve("begin.json"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the folder, which holds files only. */
    static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException e) {
            // Somebody else was faster.
            return;
        }
    }
}
