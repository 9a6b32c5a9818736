package io.github.amlmaven.store;

import com.azure.core.http.HttpMethod;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Looks at a container as a run would use it: what opens it, how far it is, what it allows, how fast it is. */
record BlobExamination(
        BlobAddress address,
        BlobOpening opening,
        BlobNames names,
        BlobCalls calls,
        BlobReader reader,
        BlobUpload upload) {
    /** Begins with a dot, as no object does, so it is in no history; always the same, so it does not pile up. */
    private static final String PROBE = ".aml-doctor";

    private static final int PROBE_SIZE = BlobBuffers.BLOCK;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final Duration FAR = Duration.ofMillis(500);

    void tell(Consumer<StoreFinding> heard) throws IOException {
        heard.accept(
                StoreFinding.ok(address + ", opened by " + opening.credential().source()));
        boolean there = reach(heard);
        new PublicAccess(address, calls).words().ifPresent(words -> {
            String[] lines = words.split("\n-> ", 2);
            heard.accept(StoreFinding.warn(lines[0], lines[1]));
        });
        if (there) {
            probe(heard);
        }
    }

    private boolean reach(Consumer<StoreFinding> heard) throws IOException {
        BlobListing listing = new BlobListing(calls);
        listing.each(names.prefix() + PROBE, false, blob -> {}); // the first call makes the connection
        long start = System.nanoTime();
        BlobCall call = BlobCall.of(HttpMethod.GET, "", "restype=container&comp=list&maxresults=1")
                .expecting(BlobCall.NOT_FOUND);
        record Answer(boolean there, Duration ahead) {}
        Answer answer = calls.call(
                call,
                response -> new Answer(
                        response.getStatusCode() != BlobCall.NOT_FOUND, BlobErrors.clockDifference(response)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        String distance = "it answers in " + took.toMillis() + " ms";
        heard.accept(
                took.compareTo(FAR) < 0
                        ? StoreFinding.ok(distance)
                        : StoreFinding.warn(
                                distance,
                                "a storage account in a region near by, or a better network, makes every goal faster"));
        if (answer.ahead().abs().compareTo(CLOCKS_DIFFER) > 0) {
            heard.accept(StoreFinding.warn(
                    "the clock of this computer is " + answer.ahead().abs().toMinutes() + " minutes "
                            + (answer.ahead().isNegative() ? "ahead of" : "behind") + " the store's",
                    "set it: timedatectl set-ntp true; from 15 minutes on the store refuses everything"));
        }
        if (!answer.there()) {
            heard.accept(StoreFinding.warn(
                    "there is no container '" + address.container() + "' yet",
                    "the first run makes it, if the credential may; or az storage container create --account-name "
                            + address.account() + " --name " + address.container()));
        }
        return answer.there();
    }

    private void probe(Consumer<StoreFinding> heard) throws IOException {
        String blob = names.prefix() + PROBE;
        byte[] content = new byte[PROBE_SIZE];
        new Random().nextBytes(content);
        long start = System.nanoTime();
        upload.replace(blob, content);
        double up = System.nanoTime() - start;
        start = System.nanoTime();
        Optional<byte[]> back = reader.small(blob, PROBE_SIZE);
        double down = System.nanoTime() - start;
        if (back.isEmpty() || !Arrays.equals(back.get(), content)) {
            heard.accept(new StoreFinding(
                    StoreFinding.Level.FAIL,
                    "what was written and read back is not the same",
                    "see what stands between this computer and " + address.host()));
            return;
        }
        heard.accept(StoreFinding.ok(String.format(
                Locale.ROOT,
                "it can be read, listed and written: %.1f MB/s there, %.1f MB/s back in one connection",
                PROBE_SIZE / (up / 1e9) / 1024 / 1024,
                PROBE_SIZE / (down / 1e9) / 1024 / 1024)));
        heard.accept(StoreFinding.ok(
                deleted(blob) ? "it can be deleted from" : "nothing can be deleted there, which no run needs"));
    }

    private boolean deleted(String blob) throws IOException {
        try {
            calls.call(BlobCall.of(HttpMethod.DELETE, blob, ""));
            return true;
        } catch (AmlException e) {
            return false; // refused, as it may be
        }
    }
}
