package io.github.amlmaven.compute;

import io.github.amlmaven.compute.TarEntry.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tar of a run folder and of what is put beside it, made while it is read: never in memory, never in a file.
 *
 * <p>Files keep mode and time, to the second; links stay links; what the plugin keeps for itself ({@code .aml-...}) stays
 * here.
 */
final class RunFolderTar extends InputStream {
    private static final int BUFFER = 128 * 1024;
    private static final int OWNER_ALL = 0700;
    private static final byte[] END = new byte[2 * TarHeader.BLOCK];

    private final int uid;
    private final int gid;
    private final Iterator<ExtraFile> extra;
    private final Deque<Folder> folders = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private ByteBuffer ready = ByteBuffer.allocate(0);
    private @Nullable DirectoryStream<Path> stream;
    private @Nullable Iterator<Path> entries;
    private @Nullable FileChannel file;
    private @Nullable Path path;
    private long left;
    private int padding;
    private boolean ended;

    private record Folder(Path path, String name) {}

    RunFolderTar(Path root, int uid, int gid, List<ExtraFile> extra) throws IOException {
        this.uid = uid;
        this.gid = gid;
        this.extra = extra.iterator();
        folders.add(new Folder(root, ContainerFiles.FOLDER));
        long modified = Files.getLastModifiedTime(root).to(TimeUnit.SECONDS);
        header(TarEntry.of(Kind.FOLDER, ContainerFiles.FOLDER, 0, OWNER_ALL, modified));
    }

    /** The tar of what is put into a container beside a run folder that is mounted. */
    RunFolderTar(List<ExtraFile> extra) {
        this.uid = 0;
        this.gid = 0;
        this.extra = extra.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int start, int count) throws IOException {
        while (!ready.hasRemaining()) {
            if (ended) {
                return -1;
            }
            advance();
        }
        int taken = Math.min(count, ready.remaining());
        ready.get(bytes, start, taken);
        return taken;
    }

    @SuppressWarnings("StreamResourceLeak") // closed when it has been listed, or with the tar
    private void advance() throws IOException {
        if (file != null) {
            readFile(file);
            return;
        }
        if (entries == null && !folders.isEmpty()) {
            stream = Files.newDirectoryStream(folders.element().path());
            entries = stream.iterator();
        }
        if (entries != null) {
            Path entry = nextOf(entries);
            if (entry == null) {
                folders.remove();
                closeFolder();
            } else {
                add(entry, folders.element());
            }
        } else if (extra.hasNext()) {
            add(extra.next());
        } else {
            ready = ByteBuffer.wrap(END);
            ended = true;
        }
    }

    private static @Nullable Path nextOf(Iterator<Path> entries) throws IOException {
        try {
            return entries.hasNext() ? entries.next() : null;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void add(Path entry, Folder folder) throws IOException {
        String own = entry.getFileName().toString();
        if (folder.name().equals(ContainerFiles.FOLDER) && own.startsWith(RunDirectory.OURS)) {
            return;
        }
        String name = folder.name() + "/" + own;
        BasicFileAttributes attributes = FileMode.attributes(entry);
        long modified = attributes.lastModifiedTime().to(TimeUnit.SECONDS);
        if (attributes.isDirectory()) {
            folders.add(new Folder(entry, name));
            header(TarEntry.of(Kind.FOLDER, name, 0, FileMode.of(attributes), modified));
        } else if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(entry).toString();
            header(new TarEntry(Kind.LINK, TarName.of(name), 0, 0777, modified, TarName.of(target)));
        } else if (attributes.isRegularFile()) {
            header(TarEntry.of(Kind.FILE, name, attributes.size(), FileMode.of(attributes), modified));
            left = attributes.size();
            padding = TarHeader.padding(left);
            if (left > 0) {
                path = entry;
                file = FileChannel.open(entry, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            }
        } else {
            throw new IOException(entry + " cannot be copied into a container: it is no file, folder or link");
        }
    }

    private void add(ExtraFile added) {
        byte[] content = added.content;
        Kind kind = added.folder ? Kind.FOLDER : Kind.FILE;
        TarEntry entry = TarEntry.of(kind, added.path, content.length, added.mode, System.currentTimeMillis() / 1000);
        byte[] header = TarHeader.of(entry, added.uid, added.gid);
        ready = ByteBuffer.allocate(header.length + content.length + TarHeader.padding(content.length))
                .put(header)
                .put(content)
                .rewind();
    }

    private void header(TarEntry entry) {
        ready = ByteBuffer.wrap(TarHeader.of(entry, uid, gid));
    }

    private void readFile(FileChannel open) throws IOException {
        buffer.clear().limit((int) Math.min(BUFFER - TarHeader.BLOCK, left));
        if (open.read(buffer) < 0) {
            throw new IOException(path + " has become shorter while it was copied into a container");
        }
        left -= buffer.position();
        if (left == 0) {
            open.close();
            file = null;
            buffer.limit(BUFFER);
            buffer.put(END, 0, padding);
        }
        ready = buffer.flip();
    }

    private void closeFolder() throws IOException {
        entries = null;
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeFolder();
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
