package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.FolderStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this computer has begun for runs and not brought to its end: one folder a run, for its owner only.
 *
 * <p>Each step of a run is noted here, durably and before it is done, so that after a crash the next goal knows where to
 * look. What is noted says what and where, never a secret. An entry goes when its run has its final record.
 */
public final class Journal {
    /** The name of an entry, or of one that is being removed. */
    private static final Pattern ENTRY = Pattern.compile("(" + Pattern.quote(JournalEntry.GONE) + ")?[0-9a-f]{16}");

    /** Far longer than it takes to note the first step. */
    private static final Duration OLD = Duration.ofHours(1);

    private final Path folder;
    private final FolderStore store;

    /**
     * @param folder made with the first entry
     */
    public Journal(Path folder) {
        this.folder = folder.toAbsolutePath();
        this.store = new FolderStore(folder);
    }

    /** The journal of a user who has chosen none: {@code ~/.azureml/journal}. */
    public static Journal openDefault() {
        return new Journal(Path.of(System.getProperty("user.home"), ".azureml", "journal"));
    }

    /**
     * Notes that a run is about to be claimed.
     *
     * @param history where it will be kept
     * @param after the newest number claimed so far: the run's will be higher
     * @param tracked whether it will be in the history at all
     * @throws AmlException when nothing can be noted, or others could; then nothing is to be begun either
     */
    public JournalEntry begin(RunHistory history, int after, boolean tracked) {
        checkOwnership();
        ProjectId project = history.project();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", 1L);
        document.put("owner", Owner.current().toMap());
        document.put("begun_utc", Timestamp.format(Instant.now()));
        document.put("store", history.store());
        document.put("waiting", history.isWaiting());
        document.put("account", project.account());
        document.put("workspace", project.workspace());
        document.put("project", project.project());
        document.put("after", (long) after);
        document.put("tracked", tracked);
        String nonce = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        JournalFolder steps = new JournalFolder(store, folder.resolve(nonce));
        steps.note("begin", document);
        return new JournalEntry(steps);
    }

    /**
     * The entries there are, the oldest first; also those of runs that are under way.
     *
     * @throws AmlException when others could have put them there
     */
    public List<JournalEntry> entries() throws IOException {
        checkOwnership();
        List<JournalEntry> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path entry : found) {
                Matcher name = ENTRY.matcher(String.valueOf(entry.getFileName()));
                if (!name.matches()) {
                    continue; // not ours, whatever folder the user has named
                }
                if (name.group(1) != null) {
                    JournalFolder.delete(entry); // by somebody who did not come to the end of it
                } else if (Files.exists(entry.resolve("begin.json"))) {
                    entries.add(new JournalEntry(new JournalFolder(store, entry)));
                } else if (isOld(entry)) {
                    JournalFolder.delete(entry); // its build ended before it had noted anything
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        entries.sort(JournalEntry.OLDEST_FIRST);
        return entries;
    }

    /** What is noted here is collected, ended and deleted in this user's name. */
    private void checkOwnership() {
        String remedy = "or choose a folder of your own: -Daml.journalFolder=" + System.getProperty("user.home")
                + "/.azureml/journal";
        try {
            Optional<String> exposure = store.exposure();
            if (exposure.isPresent()) {
                throw new AmlException(
                        "somebody else could write the journal, and nothing is done by such a one: " + exposure.get(),
                        remedy);
            }
        } catch (IOException e) {
            throw new AmlException("cannot see who can write the journal: " + e, "mend that, " + remedy, e);
        }
    }

    /** The entry of a run; empty when it has none (any more). */
    public Optional<JournalEntry> find(RunId run) throws IOException {
        for (JournalEntry entry : entries()) {
            if (isOf(run, entry)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(RunId run, JournalEntry entry) {
        try {
            return entry.run().filter(run::equals).isPresent();
        } catch (AmlException e) {
            return false; // damaged, which whoever looks after all of them tells of
        }
    }

    private static boolean isOld(Path entry) throws IOException {
        try {
            Instant touched =
                    Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
            return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                    && touched.isBefore(Instant.now().minus(OLD));
        } catch (NoSuchFileException e) {
            return false; // closed by another process since it was listed
        }
    }

    /** The folder. */
    @Override
    public String toString() {
        return folder.toString();
    }
}
