package io.github.amlmaven.run;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.ExitStatus;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.RunDirectory;
import io.github.amlmaven.compute.RunsFolder;
import io.github.amlmaven.history.Journal;
import io.github.amlmaven.history.JournalEntry;
import io.github.amlmaven.history.OpenRun;
import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.RunRecord;
import io.github.amlmaven.history.RunStart;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One run whose script has ended, from the files it left to a download of them. */
final class Collection {
    static final long LIMIT = 536_870_912;

    final RunDirectory directory;
    final Path store;
    private final RunHistory history;
    private final RunRecording recording;

    Collection(Path temp, String name) throws IOException {
        store = temp.resolve(name + "-store");
        history = new RunHistory(new FolderStore(store), new ProjectId("local", "default", name));
        JournalEntry entry = new Journal(temp.resolve(name + "-journal")).begin(history, 0, true);
        OpenRun run = history.claim(new RunStart("train.sh", List.of(), "local", "local", Map.of()), entry);
        entry.launching(Map.of("type", "local"), LIMIT);
        directory = RunsFolder.at(temp.resolve(name + "-runs")).create(run.id());
        directory.addRunFolders();
        recording = new RunRecording(run, entry);
    }

    Path outputs() {
        return directory.outputs();
    }

    /** Collects, and reads the record back. */
    RunRecord complete() throws IOException {
        recording.complete(
                directory,
                new Ending(new ExitStatus(ExitStatus.Cause.EXITED, 0, 0, false), List.of(), null, false),
                new LocalTarget.Settings("local", null, null).open(history.project(), Credentials.NONE));
        return history.find("last");
    }

    /** Downloads everything; the files in the form of {@link #files}. */
    Map<String, String> download(RunRecord record, Path folder) throws IOException {
        history.download(record, record.artifacts(), folder, false);
        return files(folder);
    }

    /** A file under the name that these bytes are. */
    static Path named(Path folder, byte[] name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name) {
            encoded.append(String.format("%%%02X", b));
        }
        return Path.of(URI.create(folder.toUri() + (Files.isDirectory(folder) ? "" : "/") + encoded));
    }

    /** The regular files below a folder with their content; the names byte for byte, in the form of an address. */
    static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        String base = folder.toUri().getRawPath();
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(entry.toUri().getRawPath().substring(base.length()), Files.readString(entry));
                }
            }
        }
        return files;
    }

    /** What has not come back, or differently, or has come out of nothing; few lines of thousands. */
    static Map<String, String> difference(Map<String, String> left, Map<String, String> back) {
        Map<String, String> difference = new TreeMap<>();
        left.forEach((name, content) -> {
            if (!content.equals(back.get(name))) {
                difference.put(name, content + " -> " + back.get(name));
            }
        });
        back.forEach((name, content) -> {
            if (!left.containsKey(name)) {
                difference.put(name, "nothing -> " + content);
            }
        });
        return difference;
    }
}
