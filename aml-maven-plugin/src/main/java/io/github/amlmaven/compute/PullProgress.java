package io.github.amlmaven.compute;

import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells how far a pull has come: a line at its beginning, one every few seconds, one at its end. */
final class PullProgress {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final double MEGABYTE = 1024 * 1024;

    private final String image;
    private final OutputStream log;
    private final long begun = System.nanoTime();
    private final Map<String, Long> totals = new HashMap<>();
    private final Set<String> layers = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private long told = begun;
    private @Nullable String failure;

    PullProgress(String image, OutputStream log) {
        this.image = image;
        this.log = log;
    }

    void begin() throws IOException {
        say("Pulling " + image + ": it is not on this computer");
    }

    void read(PullResponseItem item) throws IOException {
        if (item.getErrorDetail() != null) {
            failure = item.getErrorDetail().getMessage();
            return;
        }
        String layer = item.getId();
        String status = item.getStatus();
        if (layer == null || status == null) {
            return;
        }
        switch (status) {
            case "Pulling fs layer", "Waiting" -> layers.add(layer);
            case "Download complete", "Pull complete", "Already exists" -> {
                layers.add(layer);
                done.add(layer);
            }
            case "Downloading" -> downloading(layer, item);
            default -> {}
        }
    }

    private void downloading(String layer, PullResponseItem item) throws IOException {
        Long current = item.getProgressDetail() == null
                ? null
                : item.getProgressDetail().getCurrent();
        Long total = item.getProgressDetail() == null
                ? null
                : item.getProgressDetail().getTotal();
        if (current == null || total == null || total <= 0) {
            return;
        }
        layers.add(layer);
        totals.put(layer, total);
        if (System.nanoTime() - told >= PAUSE_NANOS) {
            told = System.nanoTime();
            say(layer + ": " + megabytes(current) + " of " + megabytes(total) + " (" + done.size() + " of "
                    + layers.size() + " layers downloaded)");
        }
    }

    void end() throws IOException {
        long bytes = totals.values().stream().mapToLong(Long::longValue).sum();
        say("Pulled " + image + ": " + layers.size() + (layers.size() == 1 ? " layer, " : " layers, ")
                + megabytes(bytes) + " in " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun) + " s");
    }

    /** What the registry said no to, after it had begun; null: nothing. */
    @Nullable
    String failure() {
        return failure;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }

    private void say(String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        log.flush();
    }
}
