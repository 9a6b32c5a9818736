package io.github.amlmaven.mojo;

import io.github.amlmaven.history.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder {@code downloads/<run number>} of a project, which neither git nor the next run takes for a part of it. */
final class DownloadFolder {
    private static final String EVERYTHING = "*\n";

    private DownloadFolder() {}

    static Path of(Path project, RunRecord record) throws IOException {
        return of(project).resolve(String.valueOf(record.number()));
    }

    /** The folder {@code downloads} itself. */
    static Path of(Path project) throws IOException {
        Path downloads = Files.createDirectories(project.resolve("downloads"));
        for (String ignoreFile : new String[] {".gitignore", ".amlignore"}) {
            Path file = downloads.resolve(ignoreFile);
            if (!Files.exists(file)) {
                Files.writeString(file, EVERYTHING);
            }
        }
        return downloads;
    }
}
