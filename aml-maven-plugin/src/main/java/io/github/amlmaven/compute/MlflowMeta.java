package io.github.amlmaven.compute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What MLflow has written down of a run or a model: the lines of {@code meta.yaml} that matter here, and two tags of a run.
 *
 * @param name empty when there is none
 * @param parent the id of the run that a run is nested in, or that a model comes from; empty: none
 * @param start in milliseconds since 1970; 0 when it cannot be told
 */
record MlflowMeta(String id, String name, String parent, long start, boolean deleted) {
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_NAME = 80;
    private static final Path TAGS = Path.of("tags");

    /** @throws java.nio.file.NoSuchFileException when the folder is neither a run nor a model */
    static MlflowMeta of(HeldFolder folder) throws IOException {
        String yaml = text(folder, Path.of("meta.yaml"));
        boolean model = !value(yaml, "model_id").isEmpty();
        String name = model ? value(yaml, "name") : tag(folder, "mlflow.runName");
        String time = value(yaml, model ? "creation_timestamp" : "start_time");
        return new MlflowMeta(
                folder.path().getFileName().toString(),
                name.isEmpty() ? value(yaml, "run_name") : name,
                model ? value(yaml, "source_run_id") : tag(folder, "mlflow.parentRunId"),
                time.matches("[0-9]{1,15}") ? Long.parseLong(time) : 0,
                value(yaml, "lifecycle_stage").equals("deleted"));
    }

    /** These values are plain words or numbers, or in single quotes: no reader of YAML is needed, nor its dangers. */
    private static String value(String yaml, String key) {
        Matcher line = Pattern.compile("(?m)^" + key + ": *(.*?) *$").matcher(yaml);
        String value = line.find() ? line.group(1) : "";
        boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1).replace("''", "'") : value.equals("null") ? "" : value;
    }

    private static String tag(HeldFolder run, String name) throws IOException {
        try (HeldFolder tags = run.folder(TAGS)) {
            return text(tags, Path.of(name)).strip();
        } catch (FileSystemException e) {
            return ""; // it has none, or what is wrong with it is told when the tags are read
        }
    }

    private static String text(HeldFolder folder, Path name) throws IOException {
        try (InputStream in = folder.read(name)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }

    /** The name as one component of a path, short and without control characters. */
    String safeName(String otherwise) {
        StringBuilder safe = new StringBuilder();
        int[] characters = name.codePoints().limit(LONGEST_NAME).toArray();
        for (int c : characters) {
            boolean odd = c == '/' || c == '\\' || Character.isISOControl(c) || c == '\uFFFD';
            safe.appendCodePoint(odd ? '_' : c);
        }
        String stripped = safe.toString().strip();
        return stripped.matches("\\.*") ? otherwise : stripped;
    }
}
