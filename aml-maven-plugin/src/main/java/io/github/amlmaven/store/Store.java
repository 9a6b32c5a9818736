package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Keeps bytes under names, each written once.
 *
 * <p><b>Names</b> are data, not paths: components joined by {@code /}, none of them empty. Any character is allowed; what
 * a store cannot carry it encodes ({@link ObjectName} says how, the same way in every store) and decodes in
 * {@link #list}. A name is never also the folder of another name. Names that differ by case are different names.
 *
 * <p><b>Written once:</b> an object appears under its name complete or not at all, also when the process, the computer or
 * the connection dies, and never changes afterwards; {@link #replace} is the one exception. It stays for ever unless a
 * garbage collection removes it.
 *
 * <p><b>Durable</b> is whatever {@link #create} or {@link #replace} has returned for, and all that the same store object
 * has added or copied before: so the last object of a sequence vouches for the others.
 *
 * <p><b>Callers</b> may be many: threads of this process, other processes, other computers. Every method may be called
 * by any of them at any time. A store that does not exist yet reads as an empty one and comes into being with the first
 * write.
 *
 * <p><b>Failures</b> of the outside world are {@link IOException}s that name the object, a {@link StoreAwayException} where
 * nothing can be said of the store because it does not answer; those that the user can mend are
 * {@link io.github.amlmaven.AmlException}s, or {@link io.github.amlmaven.DiskException}s where a disk refuses. No message
 * holds a secret. After a failure the store is as it was, a source is where it was, and the same call may be made again.
 *
 * <p><b>Interrupts</b> of the calling thread do not stop a write that has begun: it is finished and the thread is
 * interrupted again.
 *
 * <p>{@code toString} is the address for messages, without secrets.
 */
public interface Store {
    /** The size up to which an object is small: 64 MiB. */
    int SMALL = 64 * 1024 * 1024;

    /**
     * Creates a small object unless there is one of that name.
     *
     * @return true when this call created the object, false when the name was taken, whatever its content; of many
     *     callers at once exactly one gets true. A store that cannot know whether its own earlier attempt succeeded (the
     *     answer was lost) reads the object back and compares: equal content is true, so a caller for whom that matters
     *     puts a nonce into the content
     */
    boolean create(String name, byte[] content) throws IOException;

    /** Creates a small object or replaces it as a whole; readers see the old content or the new. For heartbeats only. */
    void replace(String name, byte[] content) throws IOException;

    /**
     * The content of a small object; empty when there is none of that name.
     *
     * @throws IOException also when the object is larger than {@link #SMALL}
     */
    Optional<byte[]> read(String name) throws IOException;

    /** The content of an object as a stream, which the caller closes; empty when there is none of that name. */
    Optional<InputStream> open(String name) throws IOException;

    /** The size of an object in bytes; empty when there is none of that name. */
    OptionalLong size(String name) throws IOException;

    /**
     * The time since an object was last written, by the clock of the store alone, so that it can be trusted when the
     * clocks of two computers differ; empty when there is no object of that name.
     */
    Optional<Duration> age(String name) throws IOException;

    /**
     * Moves a regular file into the store, reading it once, in constant memory, whatever its size.
     *
     * <p>The source is gone only after the object is complete. When there is an object of that name with the
     * same content, as after a crash between the two, it is kept and the source is removed. A source that is a link or
     * anything else but a regular file is never opened.
     *
     * @return size and SHA-256 of what is in the store
     * @throws SourceException when the source is at fault, such as one that keeps changing; it is left alone
     * @throws java.nio.file.FileAlreadyExistsException when there is an object of that name with other content; the
     *     source is left alone
     */
    StoredFile add(String name, Path source) throws IOException;

    /**
     * Copies a regular file into the store if its content is what the caller says it is; the source stays. An object of
     * that name that is there already is kept.
     *
     * @param sha256 the expected SHA-256 of the content, 64 lower-case hexadecimal digits
     * @throws SourceException when the source is at fault, also when its content has another SHA-256; then nothing has
     *     been stored
     */
    default void copy(String name, Path source, String sha256) throws IOException {
        copy(name, source, sha256, TransferProgress.NONE);
    }

    /** As the other; what was copied of it before a crash or a failure is used where that is possible. */
    void copy(String name, Path source, String sha256, TransferProgress progress) throws IOException;

    /**
     * Brings an object into a new file, in constant memory, and checks it: the file that is there afterwards has the size
     * and SHA-256 given. Whether it is on the disk yet is the caller's to see to.
     *
     * @param object what the object should be
     * @param file one that is not there yet; after a failure there may be a part of it, which the caller removes
     * @throws DamagedObjectException when the object is gone or is not what it should be
     */
    void fetch(StoredFile object, Path file, TransferProgress progress) throws IOException;

    /**
     * Those of some objects that the store does not hold with that size and SHA-256, as far as it can tell without reading
     * their content.
     *
     * @param folder one that all of them are below; the fewer others are there the faster
     */
    List<StoredFile> missing(String folder, Collection<StoredFile> objects) throws IOException;

    /**
     * Tells of objects that the store is thought to hold, so that equal content need not be brought to it a second time. It
     * makes sure of that itself; where nothing is gained it does nothing.
     */
    default void remember(Collection<StoredFile> objects) {}

    /** How many calls at once make sense; 1 where one after the other is as fast. */
    default int parallelism() {
        return 1;
    }

    /** The file on this computer that is the object; empty for a store elsewhere, and when there is none of that name. */
    default Optional<Path> file(String name) {
        return Optional.empty();
    }

    /**
     * The names of all objects below a folder, at any depth, in the order of their text; empty when there is no such
     * folder.
     *
     * @param folder components joined by {@code /}, without one at the end; empty for the whole store
     */
    List<String> list(String folder) throws IOException;

    /** As {@link #list}, with the size of each object in bytes. */
    SortedMap<String, Long> sizes(String folder) throws IOException;

    /**
     * Removes an object; one that is gone already is success.
     *
     * <p>Objects are written once, and only a garbage collection removes them: what nobody can want again.
     */
    void remove(String name) throws IOException;

    /**
     * Gives an object another name. It can be found under one of the two at any time; stopped in between, under both.
     *
     * @param to a name that no object has, or only one with the same content
     * @return false when there is no object of the first name
     */
    boolean move(String from, String to) throws IOException;

    /** How others could exchange what is in the store, and what to do about it; empty when nobody could who should not. */
    default Optional<String> exposure() throws IOException {
        return Optional.empty();
    }

    /** Looks at the store as a run would use it, and tells what it finds; a folder has nothing to tell here. */
    default void examine(Consumer<StoreFinding> heard) throws IOException {}

    /**
     * Removes what crashed writers have left below a folder: unfinished files and claims, never an object. Only
     * {@code aml:doctor} calls this; nothing depends on it.
     *
     * @param folder components joined by {@code /}, without one at the end; empty for the whole store
     * @param age by the clock of the store; less than 24 hours counts as 24 hours, so that nobody is working on them any
     *     more
     * @return how many were removed, at most 10,000; then call again
     */
    int tidy(String folder, Duration age) throws IOException;

    /**
     * A folder of this computer for what is derived from the objects below a folder of the store, such as an index.
     * Whoever uses it creates it with its first file, and must expect others to write there or delete it at any time.
     */
    Path derived(String folder);
}
