package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that have been written and may not be on the disk yet.
 *
 * <p>Forcing ten thousand small files one after the other as they come takes ten times as long as forcing them together.
 */
final class Unsettled {
    private static final int THREADS = 4;
    private static final int WORTH_THREADS = 32;

    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<Path> folders = new LinkedHashSet<>();

    synchronized void addFile(Path file) {
        files.add(file);
    }

    synchronized void addFolder(Path folder) {
        folders.add(folder);
    }

    /** Returns when everything that was added before is on the disk. */
    void settle() throws IOException {
        List<Path> contents;
        List<Path> names;
        synchronized (this) {
            contents = List.copyOf(files);
            names = List.copyOf(folders);
        }
        force(contents);
        force(names);
        synchronized (this) {
            files.removeAll(Set.copyOf(contents));
            folders.removeAll(Set.copyOf(names));
        }
    }

    private static void force(List<Path> paths) throws IOException {
        if (paths.size() >= WORTH_THREADS) {
            forceInThreads(paths);
            return;
        }
        for (Path path : paths) {
            force(path);
        }
    }

    private static void forceInThreads(List<Path> paths) throws IOException {
        List<FutureTask<@Nullable Void>> parts = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            List<Path> part = paths.subList(paths.size() * i / THREADS, paths.size() * (i + 1) / THREADS);
            FutureTask<@Nullable Void> task = new FutureTask<>(() -> {
                for (Path path : part) {
                    force(path);
                }
                return null;
            });
            parts.add(task);
            Thread thread = new Thread(task, "aml-force-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        for (FutureTask<@Nullable Void> part : parts) {
            await(part);
        }
    }

    static void await(FutureTask<@Nullable Void> task) throws IOException {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were written to the disk");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // Somebody has removed it: there is nothing to keep.
        } catch (IOException e) {
            throw Temporary.named(path, e);
        }
    }
}
