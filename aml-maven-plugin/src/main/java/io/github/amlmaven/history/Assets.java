package io.github.amlmaven.history;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import io.github.amlmaven.store.Store;
import io.github.amlmaven.store.StoreAwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The promoted artifacts of a project: each promotion is a new version of a name, which says for ever which artifacts of
 * which run it is. Their content stays with the run.
 */
public final class Assets {
    /** Of {@link #find}: the newest version. */
    public static final int LATEST = 0;

    private static final Logger LOG = LoggerFactory.getLogger(Assets.class);
    private static final Pattern VERSION = Pattern.compile("([^/]+)/([1-9][0-9]{0,7})[.]json");

    private final Store store;
    private final Layout layout;
    private final Clock clock;
    private final boolean waiting;

    Assets(Store store, Layout layout, Clock clock, boolean waiting) {
        this.store = store;
        this.layout = layout;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** The name that artifacts get when the user names none: that of the file or folder. */
    public static String nameFor(RunRecord run, String path) {
        String chosen = Promotion.of(run, path).path();
        return chosen.substring(chosen.lastIndexOf('/') + 1);
    }

    /**
     * Gives artifacts of a run a name and the next version of it. The same artifacts may be promoted again, also under the
     * same name: that is a new version, and so the way back to an old one.
     *
     * @param path of an artifact, or of a folder of them; {@code ./} before it and {@code outputs/} may be left out
     * @param force whether artifacts of a run that failed or was canceled are taken, and folders of which the run could
     *     not keep everything; the asset then says that it is incomplete
     * @throws AmlException when it is not possible; nothing has happened then
     */
    public Asset promote(RunRecord run, String path, String name, boolean force) throws IOException {
        if (waiting) {
            throw new AmlException(
                    "run " + run.number() + " waits on this computer, and only runs in the history have assets",
                    "leave out -o; mvn aml:sync brings the run there");
        }
        String checked = AssetName.checked(name);
        Promotion promotion = Promotion.of(run, path);
        promotion.refuse(force);
        promotion.requireContent(store, layout);
        SortedMap<Integer, String> versions = versions(checked);
        Asset asset = new Asset(
                checked,
                versions.isEmpty() ? 1 : versions.lastKey() + 1,
                run.id(),
                run.number(),
                promotion.path(),
                promotion.folder(),
                promotion.files(),
                promotion.incomplete(),
                clock.instant(),
                System.getProperty("user.name", ""),
                Long.toHexString(ThreadLocalRandom.current().nextLong()));
        return keep(asset);
    }

    /** Keeps it as the first version that is free, from its own upwards. */
    Asset keep(Asset asset) throws IOException {
        Asset next = asset;
        while (true) {
            String object = layout.asset(next.name(), next.version());
            if (create(object, next)) {
                return next;
            }
            next = next.as(next.version() + 1, next.number());
        }
    }

    private boolean create(String object, Asset asset) throws IOException {
        try {
            return store.create(object, Seal.on(Json.bytes(asset.document()))) || isKept(object, asset);
        } catch (StoreAwayException lost) {
            // Whoever calls again for want of an answer would make a second version of what is there.
            if (isKept(object, asset)) {
                return true;
            }
            throw lost;
        }
    }

    /** Whether the one that has the version is this one, whose answer was lost. */
    private boolean isKept(String object, Asset asset) throws IOException {
        return read(object).map(other -> other.nonce().equals(asset.nonce())).orElse(false);
    }

    /** All versions of all assets, by name, the newest first; one that is damaged is told and left out. */
    public List<Asset> list() throws IOException {
        return read(store.list(layout.assets()));
    }

    /** All versions of one, the newest first; empty when there is none of that name. */
    public List<Asset> versionsOf(String name) throws IOException {
        return read(store.list(layout.assets() + "/" + AssetName.checked(name)));
    }

    /**
     * The runs whose artifacts are assets, and so must stay.
     *
     * @throws AmlException when an asset is damaged, so that it is not known whose it is
     */
    public Set<RunId> runs() throws IOException {
        Set<RunId> runs = new HashSet<>();
        for (String object : store.list(layout.assets())) {
            if (version(object) != null) {
                read(object).ifPresent(asset -> runs.add(asset.run()));
            }
        }
        return runs;
    }

    /**
     * One version.
     *
     * @param version {@link #LATEST} for the newest
     * @throws AmlException when there is none, that says which there are
     */
    public Asset find(String name, int version) throws IOException {
        String checked = AssetName.checked(name);
        if (version != LATEST) {
            Optional<Asset> asset = read(layout.asset(checked, version));
            if (asset.isPresent()) {
                return asset.get();
            }
        }
        SortedMap<Integer, String> versions = versions(checked);
        if (versions.isEmpty()) {
            throw new AmlException(
                    "there is no asset '" + checked + "' of " + layout.project() + " in the history at " + store,
                    "mvn aml:assets lists those there are, mvn aml:promote makes one; -Daml.store names another history");
        }
        if (version != LATEST) {
            throw new AmlException(
                    "there is no version " + version + " of asset '" + checked + "' in the history at " + store,
                    "take one of " + versions.keySet() + "; -Daml.store names another history");
        }
        return read(String.valueOf(versions.get(versions.lastKey()))).orElseThrow();
    }

    /**
     * Brings the files of an asset into a folder, each checked as {@link RunHistory#download} does: a file under its own
     * name, a folder under its.
     */
    public List<DownloadedFile> download(Asset asset, Path folder, boolean overwrite) throws IOException {
        return new Download(source(asset), overwrite).into(asset.files(), asset.above(), folder);
    }

    /** As the other, the one file of an asset that is no folder into the file named. */
    public DownloadedFile downloadTo(Asset asset, Path file, boolean overwrite) throws IOException {
        return new Download(source(asset), overwrite).to(asset.files().get(0), file);
    }

    private ArtifactSource source(Asset asset) {
        return new ArtifactSource(store, layout, asset.run(), asset.number());
    }

    /** The objects of all versions of a name; a name that would be the same file as another's is refused. */
    private SortedMap<Integer, String> versions(String name) throws IOException {
        SortedMap<Integer, String> versions = new TreeMap<>();
        for (String object : store.list(layout.assets())) {
            Matcher version = version(object);
            if (version != null && version.group(1).equals(name)) {
                versions.put(Integer.valueOf(version.group(2)), object);
            } else if (version != null && AssetName.areTwins(version.group(1), name)) {
                throw new AmlException(
                        "'" + name + "' differs from the asset '" + version.group(1)
                                + "' by case only, and their links are one file on some systems",
                        "use the name " + version.group(1) + ", or quite another");
            }
        }
        return versions;
    }

    private @Nullable Matcher version(String object) {
        String folder = layout.assets() + "/";
        Matcher matcher = VERSION.matcher(object.startsWith(folder) ? object.substring(folder.length()) : "");
        return matcher.matches() ? matcher : null;
    }

    private List<Asset> read(List<String> objects) throws IOException {
        List<String> wanted =
                objects.stream().filter(object -> version(object) != null).toList();
        ConcurrentLinkedQueue<Asset> assets = new ConcurrentLinkedQueue<>();
        TransferThreads.each(store.parallelism(), wanted, object -> {
            try {
                read(object).ifPresent(assets::add);
            } catch (AmlException e) {
                LOG.warn(e.getMessage());
            }
        });
        List<Asset> sorted = new ArrayList<>(assets);
        sorted.sort(Comparator.comparing(Asset::name)
                .thenComparing(Comparator.comparingInt(Asset::version).reversed()));
        return sorted;
    }

    private Optional<Asset> read(String object) throws IOException {
        Optional<Map<String, @Nullable Object>> document = Documents.read(store, object);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        Asset asset = Asset.of(document.get());
        if (asset == null || !layout.asset(asset.name(), asset.version()).equals(object)) {
            throw Documents.damaged(store, object, "it is not the asset that its name says");
        }
        return Optional.of(asset);
    }
}
