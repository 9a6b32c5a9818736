package io.github.amlmaven.run;

import io.github.amlmaven.RunId;
import io.github.amlmaven.compute.RunsFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the folder of the run folders, and counts those that are left behind on purpose, for a look, until {@code aml:gc}
 * removes them.
 *
 * @param chosen the user's choice; null: the default
 */
public record RunFolderChecks(@Nullable Path chosen) implements Checkup.Examination {
    private static final int MANY = 200;

    @Override
    public void examine(Checkup checkup) throws IOException {
        Path runsFolder = RunsFolder.at(chosen).path();
        checkup.examine("run folders", new FolderChecks("run folders", runsFolder, "-Daml.runsFolder=<folder>"));
        int folders = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(runsFolder)) {
            for (Path entry : entries) {
                folders += RunId.isRunId(String.valueOf(entry.getFileName())) ? 1 : 0;
            }
        }
        String found = folders + (folders == 1 ? " run folder" : " run folders") + " in " + runsFolder;
        if (folders > MANY) {
            checkup.warn("leftovers", found, "see which nobody needs any more: mvn aml:gc");
        } else {
            checkup.ok("leftovers", found);
        }
    }
}
