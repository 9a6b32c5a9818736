package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An artifact of a run, or a folder of them, under a name and a version that stay what they are.
 *
 * @param version 1, 2, 3 and so on for each name
 * @param run whose artifacts they are
 * @param number the run's number in this history
 * @param path of the artifact or of the folder, such as {@code outputs/model.pkl}
 * @param folder whether it is a folder
 * @param files the artifacts, in the order of their paths; of a folder all below it
 * @param incomplete whether the run failed or was canceled, or did not keep everything that was in the folder
 * @param time when it was promoted, by the clock of the computer
 * @param user the name of the user there
 * @param nonce tells this version from all others, in every history it is copied to
 */
public record Asset(
        String name,
        int version,
        RunId run,
        int number,
        String path,
        boolean folder,
        List<Artifact> files,
        boolean incomplete,
        Instant time,
        String user,
        String nonce) {
    public Asset {
        files = List.copyOf(files);
    }

    /** The asset in a document; null when the document is none, or says other files than those of its path. */
    static @Nullable Asset of(Map<String, @Nullable Object> document) {
        Instant time = Timestamp.parse(document.get("promoted_utc"));
        if (!(document.get("name") instanceof String name)
                || !AssetName.isOne(name)
                || !(document.get("version") instanceof Long version)
                || version < 1
                || version > Numbers.HIGHEST
                || !(document.get("run_id") instanceof String run)
                || !RunId.isRunId(run)
                || !(document.get("run_number") instanceof Long number)
                || number < 1
                || number > Numbers.HIGHEST
                || !(document.get("path") instanceof String path)
                || !ArtifactPath.isSafe(path)
                || !(document.get("nonce") instanceof String nonce)
                || time == null) {
            return null;
        }
        boolean folder = "folder".equals(document.get("kind"));
        List<Artifact> files = files(document.get("files"), folder ? path + "/" : path, folder);
        return files.isEmpty()
                ? null
                : new Asset(
                        name,
                        version.intValue(),
                        new RunId(run),
                        number.intValue(),
                        path,
                        folder,
                        files,
                        Boolean.TRUE.equals(document.get("incomplete")),
                        time,
                        Objects.toString(document.get("user"), ""),
                        nonce);
    }

    private static List<Artifact> files(@Nullable Object value, String prefix, boolean folder) {
        List<Artifact> files = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (!(item instanceof Map<?, ?> file)
                        || !(file.get("path") instanceof String path)
                        || !ArtifactPath.isSafe(path)
                        || !(folder ? path.startsWith(prefix) : path.equals(prefix))
                        || !(file.get("size") instanceof Long size)
                        || !(file.get("sha256") instanceof String sha256)) {
                    return List.of();
                }
                files.add(new Artifact(new ArtifactPath(path), size, sha256));
            }
        }
        return files;
    }

    /** The same in another history, where its run has another number, perhaps, and it another version. */
    Asset as(int otherVersion, int otherNumber) {
        return new Asset(name, otherVersion, run, otherNumber, path, folder, files, incomplete, time, user, nonce);
    }

    /** The size of all files in bytes. */
    public long size() {
        return files.stream().mapToLong(Artifact::size).sum();
    }

    /** What is left out of the paths of the files where they are downloaded to, such as {@code outputs/}. */
    String above() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Its values as {@link Json} writes them, for other programs. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("version", version);
        fields.put("run_id", run.value());
        fields.put("run_number", number);
        fields.put("path", path);
        fields.put("kind", folder ? "folder" : "file");
        fields.put("incomplete", incomplete);
        List<Object> list = new ArrayList<>();
        for (Artifact file : files) {
            list.add(Map.of("path", file.path().value(), "size", file.size(), "sha256", file.sha256()));
        }
        fields.put("files", list);
        fields.put("promoted_utc", Timestamp.format(time));
        fields.put("user", user);
        return fields;
    }

    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = fields();
        document.put("nonce", nonce);
        return document;
    }
}
