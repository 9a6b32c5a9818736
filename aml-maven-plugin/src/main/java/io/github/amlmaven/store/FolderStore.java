package io.github.amlmaven.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A store in a folder. */
public final class FolderStore implements Store {
    private final Path root;

    public FolderStore(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Duration> age(String name) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public StoredFile add(String name, Path source) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(String name, Path source, String sha256) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path derived(String folder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
