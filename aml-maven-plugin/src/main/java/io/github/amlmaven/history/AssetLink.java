package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What a file {@code assets/<name>.link} of a project says: the name of an asset and its version, as the Workbench wrote it. */
public record AssetLink(String name, int version) {
    private static final String SOURCE = "azureml";
    /** In bytes; a link has some sixty. */
    private static final int LARGEST = 4096;

    /** The link to an asset. */
    public static AssetLink to(Asset asset) {
        return new AssetLink(asset.name(), asset.version());
    }

    /**
     * Reads a link.
     *
     * @param shown how the user named the file
     * @throws AmlException when there is no such file, or it is not a link to an asset
     */
    public static AssetLink read(Path file, String shown) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new AmlException(
                    "there is no link file " + shown,
                    "set -Daml.link to one that aml:promote has written, such as assets/model.pkl.link; mvn aml:assets"
                            + " lists the assets");
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LARGEST + 1);
        }
        if (content.length > LARGEST) {
            throw wrong(shown, "it is larger than " + LARGEST + " bytes");
        }
        Map<String, @Nullable Object> link;
        try {
            link = Json.parseObject(content, 0, content.length);
        } catch (IOException e) {
            throw (AmlException) wrong(shown, String.valueOf(e.getMessage())).initCause(e);
        }
        if (!SOURCE.equals(link.get("assetSource"))) {
            throw wrong(shown, "its assetSource is " + Json.write(link.get("assetSource")) + ", not \"azureml\"");
        }
        if (!(link.get("name") instanceof String name) || !AssetName.isOne(name)) {
            throw wrong(shown, "its name is " + Json.write(link.get("name")));
        }
        String version = String.valueOf(link.get("version"));
        if (!version.matches("[1-9][0-9]{0,7}")) {
            throw wrong(shown, "its version is " + Json.write(link.get("version")));
        }
        return new AssetLink(name, Integer.parseInt(version));
    }

    private static AmlException wrong(String shown, String why) {
        return new AmlException(
                shown + " is not a link to an asset: " + why,
                "write it anew with mvn aml:promote; a link is {\"assetSource\":\"azureml\",\"name\":\"model.pkl\","
                        + "\"version\":\"1\"}");
    }

    /**
     * The file {@code assets/<name>.link} of a project.
     *
     * @throws AmlException when nothing can be written there
     */
    public static Path place(Path project, String name) {
        Path folder = project.resolve("assets");
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            throw new AmlException(folder + " is not a folder", "move it away: links to assets are kept there");
        }
        Path file = folder.resolve(AssetName.checked(name) + ".link");
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new AmlException(
                    file + " is a folder", "move it away, or choose another name with -Daml.name=<name>");
        }
        return file;
    }

    /** Writes the link to its place in a project, over one that is there; returns the file. */
    public Path writeTo(Path project) throws IOException {
        Path file = place(project, name);
        Path folder = project.resolve("assets");
        Files.createDirectories(folder);
        Path part = folder.resolve(
                ".aml-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
        try {
            Files.writeString(part, text());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return file;
    }

    /** Byte for byte as the Workbench wrote it: the version is a text, and there is no line feed at the end. */
    public String text() {
        Map<String, Object> link = new LinkedHashMap<>();
        link.put("assetSource", SOURCE);
        link.put("name", name);
        link.put("version", Integer.toString(version));
        return Json.write(link);
    }
}
