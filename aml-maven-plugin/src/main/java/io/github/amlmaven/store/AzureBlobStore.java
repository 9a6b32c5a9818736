package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpResponse;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A store in a container of Azure Blob storage: an object is a block blob of the same name (in the form of
 * {@link ObjectName}), with the SHA-256 of its content as metadata.
 *
 * <p>The container is made, private, with the first write.
 */
final class AzureBlobStore implements Store {
    /** So many calls are under way at most; more gain nothing on a wire of 100 MB/s. */
    private static final int CALLS = 16;
    /** Blocks under way, 4 MiB each. */
    private static final int BLOCKS = 8;

    private final BlobAddress address;
    private final BlobOpening opening;
    private final BlobCalls calls;
    private final BlobNames names;
    private final BlobReader reader;
    private final BlobUpload upload;
    private final BlobDownload download;
    private final ServerCopy copies;
    private final Path cache;

    /**
     * @param cache a folder of this computer for what is derived from the store
     */
    AzureBlobStore(BlobAddress address, BlobOpening opening, BlobCalls calls, Path cache) {
        this.address = address;
        this.opening = opening;
        this.calls = calls;
        this.cache = cache;
        this.names = new BlobNames(address.prefix().isEmpty() ? "" : address.prefix() + "/");
        this.reader = new BlobReader(calls);
        BlobBuffers buffers = new BlobBuffers(BLOCKS);
        BlobThreads threads = new BlobThreads(BLOCKS);
        this.upload = new BlobUpload(calls, buffers, threads);
        this.download = new BlobDownload(reader, buffers, threads);
        this.copies = new ServerCopy(calls, reader, names, new CopySource(opening, address));
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        String blob = names.blob(name);
        boolean created = writing(name, () -> upload.create(blob, content, content.length, Sha256.of(content)));
        // The name may be taken by an attempt of ours whose answer was lost.
        return created
                || reader.small(blob, SMALL)
                        .filter(there -> Arrays.equals(there, content))
                        .isPresent();
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        writing(name, () -> {
            upload.replace(names.blob(name), content);
            return true;
        });
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        return reader.small(names.blob(name), SMALL);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        String blob = names.blob(name);
        return reader.look(blob).map(content -> new BlobStream(reader, blob, content));
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        return reader.look(names.blob(name))
                .map(content -> OptionalLong.of(content.size()))
                .orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Duration> age(String name) throws IOException {
        Optional<BlobContent> content = reader.look(names.blob(name));
        return content.isEmpty() ? Optional.empty() : Optional.of(content.get().age());
    }

    @Override
    public StoredFile add(String name, Path source) throws IOException {
        String blob = names.blob(name);
        BlobUpload.Written written =
                writing(name, () -> Steady.read(() -> upload.send(blob, source, null, TransferProgress.NONE)));
        if (!written.created() && !holds(blob, written)) {
            throw new FileAlreadyExistsException(name, null, "the history has other content under this name");
        }
        Files.delete(source);
        return new StoredFile(name, written.size(), written.sha256());
    }

    /** Whether a blob is what has just been written, by an attempt of ours whose answer was lost. */
    private boolean holds(String blob, BlobUpload.Written written) throws IOException {
        BlobContent there = reader.look(blob).orElseThrow(() -> new IOException(blob + " has just vanished"));
        if (there.size() != written.size()) {
            return false;
        }
        if (!there.sha256().isEmpty()) {
            return there.sha256().equals(written.sha256());
        }
        try (InputStream content = new BlobStream(reader, blob, there)) {
            return Sha256.of(content).equals(written.sha256());
        }
    }

    @Override
    public void copy(String name, Path source, String sha256, TransferProgress progress) throws IOException {
        long size = Intake.sizeOf(source);
        String blob = names.blob(name);
        CountedProgress counted = new CountedProgress(progress);
        writing(name, () -> {
            boolean there = copies.copy(blob, sha256)
                    || (size > BlobBuffers.BLOCK && reader.look(blob).isPresent());
            return there || upload.send(blob, source, sha256, counted).created();
        });
        counted.complete(size);
    }

    @Override
    public void fetch(StoredFile object, Path file, TransferProgress progress) throws IOException {
        download.fetch(names.blob(object.name()), object, file, progress);
    }

    @Override
    public List<StoredFile> missing(String folder, Collection<StoredFile> objects) throws IOException {
        Map<String, BlobListing.Blob> there = new HashMap<>();
        new BlobListing(calls).each(names.folder(folder), true, blob -> there.put(blob.name(), blob));
        List<StoredFile> missing = new ArrayList<>();
        for (StoredFile object : objects) {
            BlobListing.Blob blob = there.get(names.blob(object.name()));
            if (blob == null || blob.size() != object.size() || !blob.sha256().equals(object.sha256())) {
                missing.add(object);
            }
        }
        return missing;
    }

    @Override
    public void remember(Collection<StoredFile> objects) {
        copies.remember(objects);
    }

    @Override
    public int parallelism() {
        return CALLS;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> found = new ArrayList<>();
        new BlobListing(calls).each(names.folder(folder), false, blob -> names.object(blob.name())
                .ifPresent(found::add));
        found.sort(null);
        return found;
    }

    @Override
    public SortedMap<String, Long> sizes(String folder) throws IOException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        new BlobListing(calls).each(names.folder(folder), false, blob -> names.object(blob.name())
                .ifPresent(name -> sizes.put(name, blob.size())));
        return sizes;
    }

    @Override
    public void remove(String name) throws IOException {
        Uninterrupted.call(() -> {
            calls.call(BlobCall.of(HttpMethod.DELETE, names.blob(name), "")
                    .with("x-ms-delete-snapshots", "include")
                    .expecting(BlobCall.NOT_FOUND));
            return name;
        });
    }

    @Override
    public boolean move(String from, String to) throws IOException {
        Optional<BlobContent> content = reader.look(names.blob(from));
        if (content.isEmpty()) {
            return false;
        }
        if (!writing(to, () -> copies.copy(names.blob(from), content.get(), names.blob(to)))) {
            sendAgain(from, content.get(), to);
        }
        remove(from);
        return true;
    }

    /** What the service would not copy itself goes through this computer. */
    private void sendAgain(String from, BlobContent content, String to) throws IOException {
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "moved", null);
        try {
            Files.delete(part);
            fetch(new StoredFile(from, content.size(), content.sha256()), part, TransferProgress.NONE);
            copy(to, part, content.sha256(), TransferProgress.NONE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public Optional<String> exposure() throws IOException {
        return new PublicAccess(address, calls).words();
    }

    @Override
    public void examine(Consumer<StoreFinding> heard) throws IOException {
        new BlobExamination(address, opening, names, calls, reader, upload).tell(heard);
    }

    /** Nothing: the service forgets unfinished blocks by itself after a week. */
    @Override
    public int tidy(String folder, Duration age) {
        return 0;
    }

    @Override
    public Path derived(String folder) {
        return cache.resolve(ObjectName.encode(folder));
    }

    /** A write, once more where the container had to be made first. */
    private <T> T writing(String name, Uninterrupted.Work<T> work) throws IOException {
        try {
            return Uninterrupted.call(work);
        } catch (BlobErrors.Refused e) {
            if (!e.code().equals("ContainerNotFound")) {
                throw new IOException(name + " in " + this + ": " + e.getMessage(), e);
            }
        }
        createContainer();
        return Uninterrupted.call(work);
    }

    private void createContainer() throws IOException {
        try {
            int status = calls.call(
                    BlobCall.of(HttpMethod.PUT, "", "restype=container").expecting(403, BlobCall.CONFLICT),
                    HttpResponse::getStatusCode);
            if (status == 403) {
                throw missingContainer();
            }
        } catch (BlobErrors.Refused e) {
            throw missingContainer();
        }
    }

    private AmlException missingContainer() {
        return new AmlException(
                "there is no container '" + address.container() + "' at " + address.endpoint()
                        + ", and this credential may not make one",
                "make it: az storage container create --account-name " + address.account() + " --name "
                        + address.container());
    }

    /** The address. */
    @Override
    public String toString() {
        return address.toString();
    }
}
