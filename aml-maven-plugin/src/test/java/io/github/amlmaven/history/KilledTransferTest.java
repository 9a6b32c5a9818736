package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.SmallDisk;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.UnreliableStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they send runs, and whoever comes after them. */
class KilledTransferTest {
    private static final int KILLS = Boolean.getBoolean("aml.long") ? 100 : 6;
    private static final int FILES = 20;
    private static final long LONGEST_MILLIS = 600;

    @TempDir
    Path temp;

    @Test
    @Timeout(300)
    void aRunIsThereAsAWholeOnceWhateverTheMoment() throws Exception {
        long seed = Long.getLong("aml.seed", System.nanoTime());
        Random random = new Random(seed);
        Outbox outbox = outbox();
        RunHistory history = new RunHistory(outbox.elsewhere(), Runs.PROJECT);
        for (int kill = 1; kill <= KILLS; kill++) {
            OpenRun run = outbox.claim(Runs.PROJECT, Runs.start(), journal(), kill % 2 == 0)
                    .run();
            for (int i = 0; i < FILES; i++) {
                run.add(
                        new ArtifactPath("outputs/" + i),
                        Files.writeString(temp.resolve("file"), "content " + i + run.id()));
            }
            run.complete(Runs.completed());
            Process sender = new ProcessBuilder(SmallDisk.java(Sender.class, temp))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(sender.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
            Thread.sleep(random.nextLong(LONGEST_MILLIS));
            sender.destroyForcibly().waitFor();
        }
        outbox.sync(TransferListener.NONE, () -> false);

        List<RunRecord> runs = history.list(RunFilter.ALL).runs();
        assertThat(runs).as("seed " + seed).hasSize(KILLS).allSatisfy(run -> {
            assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(run.artifacts()).hasSize(FILES);
        });
        assertThat(runs).extracting(RunRecord::id).doesNotHaveDuplicates();
        List<Finding> findings = new ArrayList<>();
        history.verification().run(findings::add);
        assertThat(findings).as("seed " + seed).isEmpty();
        assertThat(outbox.count()).isZero();
    }

    @Test
    void aRemovalThatWasStoppedIsFinished() throws IOException {
        for (int left = 0; ; left++) {
            Outbox outbox = outbox();
            OpenRun run =
                    outbox.claim(Runs.PROJECT, Runs.start(), journal(), true).run();
            run.started(Map.of());
            Runs.add(run, temp, "outputs/a", "a");
            Runs.add(run, temp, "outputs/b", "b");
            run.complete(Runs.completed());
            Path saved = temp.resolve("saved" + left);
            FolderStore room = new FolderStore(Path.of(outbox.toString(), "provisional"));
            copy(Path.of(outbox.toString(), "provisional"), saved);
            List<String> removed = removalOrder(room, run);
            outbox.sync(TransferListener.NONE, () -> false);
            copy(saved, Path.of(outbox.toString(), "provisional"));
            int kept = left;
            for (int i = 0; i < Math.min(kept, removed.size()); i++) {
                room.delete(removed.get(i));
            }

            outbox.sync(TransferListener.NONE, () -> false);

            assertThat(outbox.count()).isZero();
            RunHistory history = new RunHistory(outbox.elsewhere(), Runs.PROJECT);
            assertThat(history.newest()).isEqualTo(left + 1);
            assertThat(history.find(run.id().value()).artifacts()).hasSize(2);
            if (left >= removed.size()) {
                break;
            }
            new FolderStore(Path.of(outbox.toString(), "provisional")).deleteFolder("local");
        }
    }

    private static List<String> removalOrder(FolderStore room, OpenRun run) throws IOException {
        Layout layout = new Layout(Runs.PROJECT);
        List<String> order = new ArrayList<>(room.list(layout.artifacts(run.id())));
        for (String name : room.list(layout.folder(run.id()))) {
            if (!name.equals(layout.end(run.id()))) {
                order.add(name);
            }
        }
        order.add(layout.number(run.number()));
        return order;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    private Outbox outbox() {
        return outbox(temp);
    }

    private static Outbox outbox(Path folder) {
        return new Outbox(new UnreliableStore(folder.resolve("elsewhere"), 4), folder.resolve("outbox"));
    }

    private Journal journal() {
        return new Journal(temp.resolve("journal"));
    }

    /** The program that is killed. */
    static final class Sender {
        private Sender() {}

        public static void main(String[] args) throws Exception {
            System.out.println("ready");
            outbox(Path.of(args[0])).sync(TransferListener.NONE, () -> false);
        }
    }
}
