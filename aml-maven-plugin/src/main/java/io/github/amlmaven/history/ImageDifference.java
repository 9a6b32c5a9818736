package io.github.amlmaven.history;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How much of an image is another one. */
final class ImageDifference {
    private static final Logger LOG = LoggerFactory.getLogger(ImageDifference.class);
    /** Four bytes each, of two images. */
    private static final long MOST_PIXELS = 16L * 1024 * 1024;

    private ImageDifference() {}

    /** Null when one of them is no PNG, JPEG, GIF or BMP, is damaged, or too large for the memory. */
    static @Nullable ResultDifference of(String name, Path then, Path now) {
        try {
            BufferedImage first = read(then);
            BufferedImage second = first == null ? null : read(now);
            return first == null || second == null ? null : compare(name, first, second);
        } catch (IOException | RuntimeException e) {
            // The JDK's readers throw what they like at a damaged image.
            LOG.debug("{} is not compared as an image", name, e);
            return null;
        }
    }

    private static @Nullable BufferedImage read(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return null;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                // Asked first: a small file can unfold to any size.
                return (long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS ? null : reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static ResultDifference compare(String name, BufferedImage first, BufferedImage second) {
        int width = first.getWidth();
        int height = first.getHeight();
        if (width != second.getWidth() || height != second.getHeight()) {
            return new ResultDifference(
                    name,
                    second.getWidth() + " x " + second.getHeight() + " pixels instead of " + width + " x " + height,
                    List.of());
        }
        long different = 0;
        int largest = 0;
        int[] then = new int[width];
        int[] now = new int[width];
        for (int y = 0; y < height; y++) {
            first.getRGB(0, y, width, 1, then, 0, width);
            second.getRGB(0, y, width, 1, now, 0, width);
            for (int x = 0; x < width; x++) {
                if (then[x] != now[x]) {
                    different++;
                    largest = Math.max(largest, distance(then[x], now[x]));
                }
            }
        }
        String size = width + " x " + height;
        return new ResultDifference(
                name,
                different == 0
                        ? "the same " + size + " pixels, in another file: what is noted beside them differs"
                        : different + " of " + size + " pixels differ ("
                                + String.format(Locale.ROOT, "%.3g", 100.0 * different / ((long) width * height))
                                + " %), by at most " + largest + " of 255",
                List.of());
    }

    /** Of the four parts of a colour the one that is farthest off. */
    private static int distance(int one, int other) {
        int largest = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            largest = Math.max(largest, Math.abs((one >>> shift & 0xFF) - (other >>> shift & 0xFF)));
        }
        return largest;
    }
}
