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
import java.util.concurrent.atomic.AtomicInteger;

/** A store elsewhere, played by a folder: it can be away, fail at a call, or lose the answer of one. */
public final class UnreliableStore implements Store {
    private final Store store;
    private final int parallelism;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger copies = new AtomicInteger();
    private volatile boolean away;
    private volatile Duration slow = Duration.ZERO;
    private volatile int awayFrom = Integer.MAX_VALUE;
    private volatile int lostAnswer = Integer.MAX_VALUE;

    public UnreliableStore(Path folder, int parallelism) {
        this.store = new FolderStore(folder);
        this.parallelism = parallelism;
    }

    /** Whether it answers, from now on. */
    public void setAway(boolean away) {
        this.away = away;
        this.awayFrom = Integer.MAX_VALUE;
        this.lostAnswer = Integer.MAX_VALUE;
        calls.set(0);
    }

    /** It answers so many calls more. */
    public void leaveAfter(int calls) {
        setAway(false);
        awayFrom = calls;
    }

    /** It does what it is asked to, but the answer to that call is lost. */
    public void loseAnswer(int call) {
        setAway(false);
        lostAnswer = call;
    }

    /** It takes so long for each answer. */
    public void setSlow(Duration time) {
        slow = time;
    }

    /** Calls since it was last told how to be. */
    public int calls() {
        return calls.get();
    }

    /** Files that were copied into it. */
    public int copies() {
        return copies.get();
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    private <T> T call(Call<T> call) throws IOException {
        int number = calls.incrementAndGet();
        try {
            Thread.sleep(slow.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (away || number > awayFrom) {
            throw new StoreAwayException(this + " does not answer", "see that you are connected", null);
        }
        T answer = call.make();
        if (number == lostAnswer) {
            throw new StoreAwayException(this + " does not answer any more", "see that you are connected", null);
        }
        return answer;
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        // As the contract has it for a store that loses answers.
        return call(() -> store.create(name, content)
                || java.util.Arrays.equals(store.read(name).orElse(new byte[0]), content));
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        call(() -> {
            store.replace(name, content);
            return true;
        });
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        return call(() -> store.read(name));
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        return call(() -> store.open(name));
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        return call(() -> store.size(name));
    }

    @Override
    public Optional<Duration> age(String name) throws IOException {
        return call(() -> store.age(name));
    }

    @Override
    public StoredFile add(String name, Path source) throws IOException {
        return call(() -> store.add(name, source));
    }

    @Override
    public void copy(String name, Path source, String sha256, TransferProgress progress) throws IOException {
        call(() -> {
            store.copy(name, source, sha256, progress);
            copies.incrementAndGet();
            return true;
        });
    }

    @Override
    public void fetch(StoredFile object, Path file, TransferProgress progress) throws IOException {
        call(() -> {
            store.fetch(object, file, progress);
            return true;
        });
    }

    @Override
    public List<StoredFile> missing(String folder, Collection<StoredFile> objects) throws IOException {
        return call(() -> store.missing(folder, objects));
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return call(() -> store.list(folder));
    }

    @Override
    public SortedMap<String, Long> sizes(String folder) throws IOException {
        return call(() -> store.sizes(folder));
    }

    @Override
    public void remove(String name) throws IOException {
        call(() -> {
            store.remove(name);
            return true;
        });
    }

    @Override
    public boolean move(String from, String to) throws IOException {
        return call(() -> store.move(from, to));
    }

    @Override
    public int tidy(String folder, Duration age) throws IOException {
        return call(() -> store.tidy(folder, age));
    }

    @Override
    public Path derived(String folder) {
        return store.derived(folder);
    }

    @Override
    public String toString() {
        return "https://elsewhere.example/" + store;
    }
}
