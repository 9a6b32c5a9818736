package io.github.amlmaven.history;

import io.github.amlmaven.store.Sha256;
import io.github.amlmaven.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Compares objects with the size and SHA-256 they should have, in as many threads as there are processors, or as the store can use. */
final class ContentCheck implements AutoCloseable {
    private static final int BUFFER = 256 * 1024;
    private static final int WAITING = 256;

    private final Store store;
    private final Consumer<Finding> findings;
    private final ThreadPoolExecutor threads;
    private final AtomicLong looked = new AtomicLong();
    /** Contents at fault that no run has been found for yet; few, or the history is lost. */
    private final Map<String, Finding> ownerless = new HashMap<>();

    private final Set<String> atFault = new HashSet<>();
    private int open;

    /**
     * An object to look at.
     *
     * @param run 0 when the object is not known to be of one
     * @param size in bytes; negative when only the SHA-256 is known
     */
    record Expected(int run, String path, String object, long size, String sha256) {}

    ContentCheck(Store store, Consumer<Finding> findings) {
        this.store = store;
        this.findings = findings;
        int atOnce = Math.max(Runtime.getRuntime().availableProcessors(), store.parallelism());
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                work -> {
                    Thread thread = new Thread(work, "aml-verify");
                    thread.setDaemon(true);
                    return thread;
                },
                // The one who finds the work does it when the others have enough of it.
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /** Looks at an object soon. */
    void later(Expected expected) {
        synchronized (this) {
            open++;
        }
        threads.execute(() -> {
            try {
                look(expected);
            } finally {
                synchronized (this) {
                    open--;
                    notifyAll();
                }
            }
        });
    }

    void count() {
        looked.incrementAndGet();
    }

    synchronized void found(Finding finding) {
        findings.accept(finding);
    }

    /** Tells of a content that many runs may share, so that none of the others tells of it again. */
    synchronized void blame(Finding finding) {
        atFault.add(finding.object());
        findings.accept(finding);
    }

    synchronized boolean isAtFault(String object) {
        return atFault.contains(object);
    }

    /** Tells what was found wrong with a content, now that it is known whose it is. */
    synchronized void attribute(int run, String path, String object) {
        Finding finding = ownerless.remove(object);
        if (finding != null) {
            findings.accept(new Finding(run, path, object, finding.kind(), finding.what()));
        }
    }

    /** Returns when everything given so far has been looked at. */
    synchronized void await() throws IOException {
        while (open > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the history was read");
            }
        }
    }

    /** Waits for the rest, tells of the contents that belong to no run, and returns how many objects were looked at. */
    long finish() throws IOException {
        await();
        ownerless.values().forEach(findings);
        return looked.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void look(Expected expected) {
        count();
        try {
            Optional<InputStream> stream = store.open(expected.object());
            if (stream.isEmpty()) {
                tell(expected, Finding.Kind.MISSING, "it is gone");
                return;
            }
            MessageDigest digest = Sha256.start();
            long size = 0;
            try (InputStream in = stream.get()) {
                byte[] buffer = new byte[BUFFER];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    size += n;
                }
            }
            String sha256 = Sha256.finish(digest);
            if ((expected.size() >= 0 && size != expected.size()) || !sha256.equals(expected.sha256())) {
                String wanted = expected.size() < 0 ? "" : expected.size() + " with ";
                tell(
                        expected,
                        Finding.Kind.DAMAGED,
                        size + " bytes with SHA-256 " + sha256 + " instead of " + wanted + expected.sha256());
            }
        } catch (IOException e) {
            tell(expected, Finding.Kind.UNREADABLE, Verification.words(e));
        }
    }

    private synchronized void tell(Expected expected, Finding.Kind kind, String what) {
        Finding finding = new Finding(expected.run(), expected.path(), expected.object(), kind, what);
        if (expected.run() == 0) {
            ownerless.put(expected.object(), finding);
            atFault.add(expected.object());
        } else {
            findings.accept(finding);
        }
    }
}
