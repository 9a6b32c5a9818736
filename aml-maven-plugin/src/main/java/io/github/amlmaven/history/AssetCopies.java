package io.github.amlmaven.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies the assets of runs to another history, once the runs are there.
 *
 * <p>A version keeps its number where that is free, so that links to it go on to work; where something else has it there, it
 * becomes the newest version.
 */
final class AssetCopies {
    private final Assets from;
    private final Assets to;
    private @Nullable List<Asset> ours;
    private final Map<String, Asset> theirs = new HashMap<>();

    AssetCopies(Assets from, Assets to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies those of one run.
     *
     * @param run as the other history has it
     */
    List<CopiedAsset> copy(RunRecord run) throws IOException {
        List<CopiedAsset> copied = new ArrayList<>();
        for (Asset asset : ours()) {
            if (!asset.run().equals(run.id())) {
                continue;
            }
            Asset known = theirs.get(asset.nonce());
            Asset there = known != null ? known : to.keep(asset.as(version(asset), run.number()));
            theirs.put(asset.nonce(), there);
            copied.add(new CopiedAsset(there, asset.version(), known != null));
        }
        return copied;
    }

    private int version(Asset asset) throws IOException {
        List<Asset> versions = to.versionsOf(asset.name());
        boolean taken = versions.stream().anyMatch(other -> other.version() == asset.version());
        return taken ? versions.get(0).version() + 1 : asset.version();
    }

    /** Read when the first run has been copied, the oldest versions first. */
    private List<Asset> ours() throws IOException {
        List<Asset> all = ours;
        if (all == null) {
            all = new ArrayList<>(from.list());
            all.sort(Comparator.comparing(Asset::name).thenComparingInt(Asset::version));
            if (!all.isEmpty()) {
                to.list().forEach(asset -> theirs.put(asset.nonce(), asset));
            }
            ours = all;
        }
        return all;
    }
}
