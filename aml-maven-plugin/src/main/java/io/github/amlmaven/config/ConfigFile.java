package io.github.amlmaven.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one small text file of the project, and never waits for, or swallows, what is not one. */
final class ConfigFile {
    /** The most bytes that are read: thousands of lines, far more than any configuration has. */
    static final int LARGEST = 256 * 1024;

    private final Path project;
    private final String file;

    private ConfigFile(Path project, String file) {
        this.project = project;
        this.file = file;
    }

    /**
     * The map that the file holds, empty for an empty file; null: it cannot be read, and the findings say why.
     *
     * @param file relative to the project
     */
    static Node.@Nullable Mapping read(Path project, String file, Findings findings) throws IOException {
        try {
            String text = new ConfigFile(project, file).text();
            Node root = new NodeReader(file, text, findings).read();
            if (root == null || root.isNothing()) {
                return new Node.Mapping(new Place(file, 1, 1), List.of());
            }
            if (root instanceof Node.Mapping mapping) {
                return mapping;
            }
            findings.mistake(
                    root.place(),
                    root instanceof Node.Sequence
                            ? "the file holds a list instead of 'key: value' lines"
                            : "the file holds plain text instead of 'key: value' lines",
                    "write 'key: value' lines, with a blank after each colon");
        } catch (UnreadableFileException e) {
            findings.mistake(e.mistake());
        }
        return null;
    }

    private String text() throws IOException, UnreadableFileException {
        byte[] bytes;
        try {
            Path path = regularFile();
            if (Files.size(path) > LARGEST) {
                throw tooLarge();
            }
            // The size may be a lie (a growing file), the limit is not.
            try (InputStream stream = Files.newInputStream(path)) {
                bytes = stream.readNBytes(LARGEST + 1);
            }
        } catch (NoSuchFileException e) {
            throw refused("the file does not exist", "create it, or correct its name where it is named");
        } catch (AccessDeniedException e) {
            throw refused("the file must not be read by this user", "allow it: chmod u+r '" + file + "'");
        }
        if (bytes.length > LARGEST) {
            throw tooLarge();
        }
        return decoded(bytes);
    }

    /** The file itself, behind links that stay in the project; opening a FIFO or a device could wait for ever. */
    private Path regularFile() throws IOException, UnreadableFileException {
        Path path = project.resolve(file);
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            path = linked(path);
            if (!path.startsWith(project.toRealPath())) {
                throw refused("the file is a link that leads out of the project", "replace it by a copy of the file");
            }
            attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
        if (!attributes.isRegularFile()) {
            throw refused(
                    (attributes.isDirectory() ? "this is a folder" : "this is a pipe, socket or device")
                            + " where a file is wanted",
                    "remove it, or put a text file in its place");
        }
        return path;
    }

    private Path linked(Path link) throws IOException, UnreadableFileException {
        try {
            return link.toRealPath();
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw refused("the file is a link to something that does not exist", "replace it by the file itself");
        } catch (FileSystemException e) {
            throw refused("the file is a link that leads nowhere", "replace it by the file itself");
        }
    }

    private String decoded(byte[] bytes) throws UnreadableFileException {
        if (isWide(bytes)) {
            throw refused("the text is UTF-16, not UTF-8", "save the file as UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        boolean marked = !text.isEmpty() && text.charAt(0) == '\uFEFF';
        text = marked ? text.substring(1) : text;
        if (result.isError()) {
            String octet = Integer.toHexString(bytes[in.position()] & 0xff);
            throw new UnreadableFileException(
                    Place.after(file, text), "the byte 0x" + octet + " is not UTF-8 text", "save the file as UTF-8");
        }
        checkCharacters(text);
        return text;
    }

    /** Whether the beginning is UTF-16: its mark, or two Latin letters, each beside a zero. */
    private static boolean isWide(byte[] bytes) {
        if (bytes.length < 4) {
            return false;
        }
        int mark = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        return mark == 0xfeff
                || mark == 0xfffe
                || (bytes[0] == 0 && bytes[1] != 0 && bytes[2] == 0 && bytes[3] != 0)
                || (bytes[0] != 0 && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0);
    }

    private void checkCharacters(String text) throws UnreadableFileException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' ? c != '\n' && c != '\r' && c != '\t' : c >= 0x7f && c < 0xa0 && c != 0x85;
            if (control || c >= '\uFFFE' || c == '\uFEFF') {
                String code = Integer.toHexString(0x10000 | c).substring(1).toUpperCase(Locale.ROOT);
                throw new UnreadableFileException(
                        Place.after(file, text.substring(0, i)),
                        "the character U+" + code + " has no place in a text file",
                        "delete it, or save the file again as UTF-8 text");
            }
        }
    }

    private UnreadableFileException tooLarge() {
        return refused(
                "the file is larger than " + LARGEST + " bytes (256 KiB)", "keep only the configuration in this file");
    }

    private UnreadableFileException refused(String what, String remedy) {
        return new UnreadableFileException(Place.of(file), what, remedy);
    }
}
