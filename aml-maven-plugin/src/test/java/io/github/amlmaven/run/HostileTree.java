package io.github.amlmaven.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Fills a folder with whatever a script can leave behind, and knows what of it has to be kept. */
final class HostileTree {
    private static final long SPARSE_GIANT = 1L << 40;

    private final Path root;
    private final Path outside;
    private final Random random;
    private final List<Path> folders = new ArrayList<>();
    private int made;

    /** The paths and contents that must come back. */
    final Map<String, String> kept = new TreeMap<>();
    /** The paths that must be named in the record. */
    final List<String> refused = new ArrayList<>();

    /** The folder outside has {@code secret}, {@code open} and {@code folder/secret}. */
    HostileTree(Path root, Path outside, Random random) {
        this.root = root;
        this.outside = outside;
        this.random = random;
        folders.add(root);
    }

    void fill(int entries) throws Exception {
        for (int i = 0; i < entries; i++) {
            Path folder = folders.get(random.nextInt(folders.size()));
            Path entry = folder.resolve("e" + made++);
            switch (random.nextInt(11)) {
                case 0, 1 -> folders.add(Files.createDirectory(entry));
                case 2, 3 -> keep(Files.writeString(entry, "content " + random.nextLong()));
                case 4 -> refuse(Files.createSymbolicLink(entry, target()));
                case 5 -> refuse(Files.createSymbolicLink(entry, folder));
                case 6 -> refuse(special(entry, "mkfifo", entry.toString()));
                case 7 -> refuse(socket(entry));
                case 8 -> hardLink(entry);
                case 9 -> refuse(giant(entry));
                default -> lockedFolder(entry);
            }
        }
        if (random.nextInt(4) == 0) {
            device(root.resolve("device"));
        }
        if (random.nextInt(20) == 0) {
            deep(folders.get(random.nextInt(folders.size())));
        }
    }

    private Path target() {
        return switch (random.nextInt(6)) {
            case 0 -> Path.of("/etc/passwd");
            case 1 -> outside;
            case 2 -> outside.resolve("folder");
            case 3 -> Path.of("nowhere");
            case 4 -> Path.of("../../../..");
            default -> outside.resolve("secret");
        };
    }

    private void hardLink(Path entry) throws IOException {
        Files.createLink(entry, outside.resolve("open"));
        keep(entry);
    }

    private static Path giant(Path entry) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(entry.toFile(), "rw")) {
            file.setLength(SPARSE_GIANT);
        }
        return entry;
    }

    private Path socket(Path entry) throws IOException {
        Path shorter = root.resolveSibling("s"); // an address has 107 bytes at most
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(shorter));
        }
        return Files.move(shorter, entry);
    }

    private void device(Path entry) throws Exception {
        if (special(entry, "mknod", entry.toString(), "c", "1", "5") != null) {
            refuse(entry);
        }
    }

    /** From a folder nothing can be taken out of, everything is. */
    private void lockedFolder(Path entry) throws IOException {
        Files.createDirectory(entry);
        keep(Files.writeString(entry.resolve("file"), "locked " + made));
        Files.setPosixFilePermissions(entry, java.nio.file.attribute.PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    private void deep(Path folder) throws IOException {
        Path at = folder;
        for (int i = 0; i < 1000; i++) {
            at = at.resolve("d");
        }
        Files.createDirectories(at);
        keep(Files.writeString(at.resolve("bottom"), "deep"));
    }

    private static Path special(Path entry, String... command) throws Exception {
        boolean made = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
        return made ? entry : null;
    }

    private void keep(Path entry) throws IOException {
        kept.put(name(entry), Files.readString(entry));
    }

    private void refuse(Path entry) {
        refused.add(name(entry));
    }

    private String name(Path entry) {
        return "outputs/" + root.relativize(entry);
    }
}
