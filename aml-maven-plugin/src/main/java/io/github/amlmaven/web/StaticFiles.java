package io.github.amlmaven.web;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.history.Artifact;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Brings images and texts of a run to where a page without a server finds them, as long as they are not too many. */
final class StaticFiles {
    private static final int PREVIEW = 64 * 1024;
    private static final int PREVIEWS = 1024 * 1024;
    private static final int IMAGES = 100;
    private static final int EMBEDDED = 512 * 1024;

    private final RunHistory history;
    private final Path folder;
    private final long imageLimit;
    private int copied;
    private int leftOut;

    /** @param imageLimit in bytes */
    StaticFiles(RunHistory history, Path folder, long imageLimit) {
        this.history = history;
        this.folder = folder;
        this.imageLimit = imageLimit;
    }

    int copied() {
        return copied;
    }

    int leftOut() {
        return leftOut;
    }

    /**
     * The beginnings of texts under the indexes of the artifacts.
     *
     * @param warnings gets a sentence for each that is damaged
     */
    Map<String, Object> previews(RunRecord run, List<Artifact> artifacts, List<String> warnings) throws IOException {
        Map<String, Object> previews = new LinkedHashMap<>();
        int room = PREVIEWS;
        for (int i = 0; i < artifacts.size() && room > 0; i++) {
            Artifact artifact = artifacts.get(i);
            if (List.of("text", "json", "csv")
                    .contains(ArtifactKind.of(artifact.path().value()))) {
                try {
                    Map<String, Object> preview = FileAnswers.preview(history, run, artifact, Math.min(PREVIEW, room));
                    room -= String.valueOf(preview.get("text")).length();
                    previews.put(Integer.toString(i), preview);
                } catch (AmlException e) {
                    warnings.add(e.problem());
                }
            }
        }
        return previews;
    }

    /**
     * The addresses of images under the indexes of the artifacts.
     *
     * @param warnings gets a sentence for each that is left out or damaged
     */
    Map<String, Object> images(RunRecord run, List<Artifact> artifacts, List<String> warnings) throws IOException {
        Map<String, Object> images = new LinkedHashMap<>();
        for (int i = 0; i < artifacts.size(); i++) {
            Artifact artifact = artifacts.get(i);
            String kind = ArtifactKind.of(artifact.path().value());
            if (!kind.equals("image") && !kind.equals("svg")) {
                continue;
            }
            long limit = kind.equals("svg") ? Math.min(EMBEDDED, imageLimit) : imageLimit;
            if (artifact.size() > limit || images.size() >= IMAGES) {
                leftOut++;
                warnings.add(artifact.path() + " is not shown in this report: "
                        + (artifact.size() > limit
                                ? artifact.size() + " bytes are over the limit of " + limit
                                : "it has " + IMAGES + " images of the run already"));
                continue;
            }
            try {
                Optional<String> address = address(run, i, artifact);
                if (address.isPresent()) {
                    images.put(Integer.toString(i), address.get());
                }
            } catch (AmlException e) {
                warnings.add(e.problem());
            }
        }
        return images;
    }

    private Optional<String> address(RunRecord run, int index, Artifact artifact) throws IOException {
        byte[] content = PartOfStream.of(0, Math.toIntExact(artifact.size()), out -> history.stream(run, artifact, out))
                .bytes();
        Optional<String> type = ImageType.of(Arrays.copyOf(content, Math.min(content.length, ImageType.ENOUGH)));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        copied++;
        if (type.get().equals(ImageType.SVG)) {
            // A script in a file of its own would run when somebody opens that file; in an image none does.
            return Optional.of(
                    "data:" + ImageType.SVG + ";base64," + Base64.getEncoder().encodeToString(content));
        }
        String ending = type.get().substring("image/".length()).toLowerCase(Locale.ROOT);
        String name = "artifacts/" + run.number() + "/" + index + "." + ending;
        Path file = folder.resolve(name);
        Files.createDirectories(folder.resolve("artifacts/" + run.number()));
        Files.write(file, content);
        return Optional.of(name);
    }
}
