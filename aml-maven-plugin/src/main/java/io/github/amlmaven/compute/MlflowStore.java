package io.github.amlmaven.compute;

import io.github.amlmaven.ArtifactPath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file store that MLflow has made in a run folder, {@code <experiment>/<run>/...}: which runs and models it holds.
 *
 * <p>A script can write there what it likes: what is not as MLflow makes it is passed over and named.
 */
final class MlflowStore {
    private static final int MOST = 1000;
    private static final int MOST_LOOKED_AT = 100_000;
    /** What an experiment holds besides runs. */
    private static final Set<String> NO_RUNS = Set.of("tags", "datasets", "traces", "models");

    private static final String MODELS = "models";
    private static final Path ARTIFACTS = Path.of("artifacts");

    private final List<Found> runs = new ArrayList<>();
    private final List<Found> models = new ArrayList<>();
    private final List<String> oddities = new ArrayList<>();
    private int lookedAt;
    private int beyond;

    /** A folder of the store with what its {@code meta.yaml} says. */
    private record Found(Path folder, @Nullable Object key, MlflowMeta meta) {}

    /**
     * One run of the store.
     *
     * @param prefix what tells its metrics from those of the others: its name and a {@code /}, or nothing
     */
    record Run(Path folder, @Nullable Object key, String prefix) {}

    /** A folder of artifacts, and what it is called in the history. */
    record Tree(Path folder, @Nullable Object key, String name) {}

    private MlflowStore() {}

    /** Looks at the store now; without one there is nothing in it. */
    static MlflowStore of(RunDirectory directory) {
        MlflowStore store = new MlflowStore();
        Path top = directory.mlflow();
        if (!OutputWalk.isFolder(directory.setup()) || !Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            return store;
        }
        try (HeldFolder held = HeldFolder.open(top)) {
            for (Path experiment : held.names()) {
                // The models of the registry point to those of the runs.
                if (store.isFolder(held, experiment) && !experiment.toString().equals(MODELS)) {
                    store.addExperiment(held, experiment);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            store.odd(top, e);
        }
        Comparator<Found> oldestFirst = Comparator.comparingLong((Found found) -> found.meta.start())
                .thenComparing(found -> found.folder.toString());
        store.runs.sort(oldestFirst);
        store.models.sort(oldestFirst);
        return store;
    }

    private void addExperiment(HeldFolder top, Path experiment) {
        try (HeldFolder held = top.folder(experiment)) {
            for (Path entry : held.names()) {
                if (entry.toString().equals(MODELS) && isFolder(held, entry)) {
                    addAll(held, entry, models);
                } else if (!NO_RUNS.contains(entry.toString()) && isFolder(held, entry)) {
                    add(held, entry, runs);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            odd(top.path().resolve(experiment), e);
        }
    }

    private void addAll(HeldFolder experiment, Path folder, List<Found> found) throws IOException {
        try (HeldFolder held = experiment.folder(folder)) {
            for (Path entry : held.names()) {
                if (isFolder(held, entry)) {
                    add(held, entry, found);
                }
            }
        }
    }

    /** Without its {@code meta.yaml} it is what MLflow would not know either, such as artifacts somebody has put there. */
    private void add(HeldFolder parent, Path name, List<Found> found) {
        try (HeldFolder held = parent.folder(name)) {
            MlflowMeta meta = MlflowMeta.of(held);
            if (meta.deleted()) {
                return;
            }
            if (runs.size() + models.size() == MOST) {
                beyond++;
                return;
            }
            found.add(new Found(held.path(), parent.attributes(name).fileKey(), meta));
        } catch (NoSuchFileException e) {
            return; // no run
        } catch (IOException e) {
            odd(parent.path().resolve(name), e);
        }
    }

    private boolean isFolder(HeldFolder held, Path name) throws IOException {
        BasicFileAttributes attributes = held.attributes(name);
        boolean folder = attributes.isDirectory() && EntryName.of(name).isText();
        return folder && !name.toString().startsWith(".") && ++lookedAt <= MOST_LOOKED_AT;
    }

    private void odd(Path entry, Exception failure) {
        if (oddities.size() < MOST) {
            oddities.add(ArtifactPath.printable(entry.getFileName() + ": " + OutputWalk.words(failure)));
        }
    }

    /** The folders and links that could not be looked at, with the reason; how many runs there are beyond the first. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!oddities.isEmpty()) {
            remarks.add(oddities.size() + " of MLflow's folders could not be read and were left out; the first is "
                    + oddities.get(0) + ".");
        }
        if (beyond > 0) {
            remarks.add(beyond + " runs and models of MLflow beyond the first " + MOST + " were left out.");
        }
        return remarks;
    }

    /** The runs, the oldest first: the only one, or the only one that is not nested in another, needs no prefix. */
    List<Run> runs() {
        Set<String> ids = new HashSet<>();
        runs.forEach(run -> ids.add(run.meta.id()));
        long outer =
                runs.stream().filter(run -> !ids.contains(run.meta.parent())).count();
        Set<String> taken = new HashSet<>();
        List<Run> named = new ArrayList<>();
        for (Found run : runs) {
            boolean only = outer == 1 && !ids.contains(run.meta.parent());
            named.add(new Run(run.folder, run.key, only ? "" : unused(taken, run.meta.safeName("run")) + "/"));
        }
        return named;
    }

    /** Where artifacts of runs and models are, each with its name in the history. */
    List<Tree> artifacts() {
        List<Tree> trees = new ArrayList<>();
        Map<String, String> prefixes = new TreeMap<>();
        List<Run> named = runs();
        for (int i = 0; i < named.size(); i++) {
            Run run = named.get(i);
            prefixes.put(runs.get(i).meta.id(), run.prefix());
            String name = "outputs/mlflow/" + run.prefix();
            addTree(trees, run.folder(), run.key(), name.substring(0, name.length() - 1));
        }
        Set<String> taken = new HashSet<>();
        for (Found model : models) {
            String prefix = prefixes.getOrDefault(model.meta.parent(), "");
            addTree(
                    trees,
                    model.folder,
                    model.key,
                    "outputs/mlflow/" + unused(taken, prefix + model.meta.safeName("model")));
        }
        return trees;
    }

    private static void addTree(List<Tree> trees, Path folder, @Nullable Object key, String name) {
        try (HeldFolder held = HeldFolder.open(folder, key)) {
            BasicFileAttributes attributes = held.attributes(ARTIFACTS);
            if (attributes.isDirectory()) {
                trees.add(new Tree(folder.resolve(ARTIFACTS), attributes.fileKey(), name));
            }
        } catch (IOException e) {
            return; // without artifacts, or exchanged since; then the metrics of the run tell it
        }
    }

    private static String unused(Set<String> taken, String name) {
        String unused = name;
        for (int i = 2; !taken.add(unused); i++) {
            unused = name + "-" + i;
        }
        return unused;
    }
}
