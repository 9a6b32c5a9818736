import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Learns to tell three species of iris apart by the sizes of their sepals and petals. {@code mvn aml:run} takes the
 * regularization rate of aml_config/local.runconfig, {@code mvn aml:run -Daml.args="0.1"} another one.
 *
 * <p>The model is a multinomial logistic regression, trained by gradient descent on two thirds of the flowers and
 * tested on the rest. It needs nothing but the JDK and gives the same numbers every time.
 */
class Iris {
    private static final long SEED = 3;
    private static final int STEPS = 200;
    private static final double LEARNING_RATE = 0.5;

    /** A flower: its sizes in centimetres, later on a common scale, and the index of its species. */
    record Flower(double[] sizes, int species) {}

    /** What was learnt: the weights, a row for each species, and the loss before every tenth step. */
    record Training(double[][] weights, double[] losses) {}

    public static void main(String[] arguments) throws IOException {
        double rate = regularizationRate(arguments);
        List<String> lines = Files.readAllLines(Path.of("data/iris.csv"));
        String[] header = lines.get(0).split(",");
        List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",")).toList();
        String[] features = Arrays.copyOf(header, header.length - 1);
        int width = features.length;
        List<String> species = List.copyOf(new TreeSet<>(rows.stream().map(row -> row[width]).toList()));

        Flower[] flowers = rows.stream().map(row -> flower(row, species)).toArray(Flower[]::new);
        shuffle(flowers, SEED);
        Flower[] test = Arrays.copyOfRange(flowers, 0, 50);
        Flower[] training = Arrays.copyOfRange(flowers, 50, flowers.length);
        double[][] scaling =
                IntStream.range(0, width).mapToObj(i -> meanAndDeviation(training, i)).toArray(double[][]::new);
        Training trained = train(scale(training, scaling), species.size(), rate);

        int right = 0;
        for (Flower flower : scale(test, scaling)) {
            double[] chances = probabilities(trained.weights(), flower.sizes());
            if (chances[flower.species()] == Arrays.stream(chances).max().orElseThrow()) {
                right++;
            }
        }
        double accuracy = (double) right / test.length;
        System.out.println("Regularization rate is " + rate);
        System.out.println("Accuracy is " + accuracy);

        // Metrics are kept with the run: "mvn aml:history" shows those of all runs side by side.
        log("Regularization Rate", Double.toString(rate));
        log("Accuracy", Double.toString(accuracy));
        log("Loss", Arrays.toString(trained.losses()));

        // Files in outputs/ are kept with the run: "mvn aml:download" fetches them. Others are not kept.
        Path outputs = Files.createDirectories(Path.of("outputs"));
        double[][] weights = rounded(trained.weights());
        double[][] inputWeights = Arrays.stream(weights).map(row -> Arrays.copyOf(row, width)).toArray(double[][]::new);
        Files.writeString(outputs.resolve("model.json"), """
                {"classes": ["%s"], "features": ["%s"], "mean": %s, "scale": %s, "weights": %s, "bias": %s}\
                """.formatted(
                        String.join("\", \"", species), String.join("\", \"", features),
                        Arrays.toString(column(rounded(scaling), 0)), Arrays.toString(column(rounded(scaling), 1)),
                        Arrays.deepToString(inputWeights), Arrays.toString(column(weights, width))));
        Files.writeString(outputs.resolve("loss.svg"), plot(trained.losses(), "Loss at regularization rate " + rate));
    }

    /** How strongly large weights are held down: the script's only argument, 0.01 if there is none. */
    private static double regularizationRate(String[] arguments) {
        double rate;
        try {
            rate = arguments.length == 0 ? 0.01 : Double.parseDouble(arguments[0]);
        } catch (NumberFormatException e) {
            rate = Double.NaN;
        }
        if (arguments.length > 1 || !(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            System.err.println("the regularization rate must be one number from 0 up, not '"
                    + String.join(" ", arguments) + "'");
            System.exit(2);
        }
        return rate;
    }

    private static Flower flower(String[] row, List<String> species) {
        double[] sizes = new double[row.length - 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Double.parseDouble(row[i]);
        }
        return new Flower(sizes, species.indexOf(row[sizes.length]));
    }

    /** Mixes the flowers in the same way each time, in every version of every language. */
    private static void shuffle(Flower[] flowers, long seed) {
        for (int last = flowers.length - 1; last > 0; last--) {
            seed = seed * 48271 % 2147483647;
            Collections.swap(Arrays.asList(flowers), last, (int) (seed % (last + 1)));
        }
    }

    private static double[] meanAndDeviation(Flower[] flowers, int feature) {
        double mean = 0;
        for (Flower flower : flowers) {
            mean += flower.sizes()[feature];
        }
        mean /= flowers.length;
        double squares = 0;
        for (Flower flower : flowers) {
            squares += (flower.sizes()[feature] - mean) * (flower.sizes()[feature] - mean);
        }
        return new double[] {mean, Math.sqrt(squares / flowers.length)};
    }

    /** The sizes on a common scale, and a constant 1, whose weight is the bias. */
    private static Flower[] scale(Flower[] flowers, double[][] scaling) {
        Flower[] scaled = new Flower[flowers.length];
        for (int f = 0; f < flowers.length; f++) {
            double[] inputs = new double[scaling.length + 1];
            for (int i = 0; i < scaling.length; i++) {
                inputs[i] = (flowers[f].sizes()[i] - scaling[i][0]) / scaling[i][1];
            }
            inputs[scaling.length] = 1;
            scaled[f] = new Flower(inputs, flowers[f].species());
        }
        return scaled;
    }

    private static Training train(Flower[] flowers, int classes, double rate) {
        int width = flowers[0].sizes().length;
        double[][] weights = new double[classes][width];
        double[] losses = new double[STEPS / 10 + 1];
        for (int step = 0; step <= STEPS; step++) {
            double loss = 0;
            double[][] slopes = new double[classes][width];
            for (Flower flower : flowers) {
                double[] chances = probabilities(weights, flower.sizes());
                loss -= Math.log(chances[flower.species()]);
                for (int c = 0; c < classes; c++) {
                    double error = chances[c] - (c == flower.species() ? 1 : 0);
                    for (int i = 0; i < width; i++) {
                        slopes[c][i] += error * flower.sizes()[i];
                    }
                }
            }
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < width - 1; i++) {
                    squares += weights[c][i] * weights[c][i];
                }
            }
            if (step % 10 == 0) {
                losses[step / 10] = round(loss / flowers.length + rate / 2 * squares);
            }
            for (int c = 0; c < classes; c++) {
                for (int i = 0; i < width; i++) {
                    weights[c][i] -= LEARNING_RATE * slopes[c][i] / flowers.length;
                    if (i < width - 1) { // Not the bias. To divide is stable, however large the rate is.
                        weights[c][i] /= 1 + LEARNING_RATE * rate;
                    }
                }
            }
        }
        return new Training(weights, losses);
    }

    /** How likely each species is. */
    private static double[] probabilities(double[][] weights, double[] inputs) {
        double[] chances = new double[weights.length];
        for (int c = 0; c < chances.length; c++) {
            for (int i = 0; i < inputs.length; i++) {
                chances[c] += weights[c][i] * inputs[i];
            }
        }
        double highest = Arrays.stream(chances).max().orElseThrow(); // Taken off so that no power can overflow.
        double whole = 0;
        for (int c = 0; c < chances.length; c++) {
            chances[c] = Math.exp(chances[c] - highest);
            whole += chances[c];
        }
        for (int c = 0; c < chances.length; c++) {
            chances[c] /= whole;
        }
        return chances;
    }

    /** Logs a metric: any language may append such a line to the file that the run names. */
    private static void log(String name, String json) throws IOException {
        String file = System.getenv("AZUREML_METRICS_FILE");
        if (file == null) {
            System.out.println(name + ": " + json);
        } else {
            String line = "{\"name\": \"%s\", \"value\": %s, \"time\": \"%s\"}\n".formatted(name, json, Instant.now());
            Files.writeString(Path.of(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private static double[] column(double[][] rows, int index) {
        return Arrays.stream(rows).mapToDouble(row -> row[index]).toArray();
    }

    private static double[][] rounded(double[][] rows) {
        return Arrays.stream(rows).map(row -> Arrays.stream(row).map(Iris::round).toArray()).toArray(double[][]::new);
    }

    private static double round(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }

    /** A line chart as SVG, which any browser shows. */
    private static String plot(double[] losses, String title) {
        double highest = Arrays.stream(losses).max().orElseThrow();
        double unit = 0.25; // Between two of the grid's lines: 0.25, 0.5, 1, 2 ...
        while (5 * unit < highest) {
            unit *= 2;
        }
        StringBuilder grid = new StringBuilder();
        for (int tick = 0; tick <= 5; tick++) {
            int y = 270 - 46 * tick;
            grid.append(String.format(Locale.ROOT, """
                    <line x1="60" y1="%1$d" x2="460" y2="%1$d" stroke="lightgray"/>
                    <text x="54" y="%2$d" text-anchor="end">%3$.2f</text>
                    <text x="%4$d" y="288" text-anchor="middle">%5$d</text>
                    """, y, y + 4, unit * tick, 60 + 80 * tick, STEPS * tick / 5));
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < losses.length; i++) {
            points.append(i == 0 ? "" : " ").append(String.format(
                    Locale.ROOT, "%.1f,%.1f", 60 + 400.0 * i / (losses.length - 1), 270 - 46 * losses[i] / unit));
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="480" height="320" \
                font-family="sans-serif" font-size="12">
                <rect width="480" height="320" fill="white"/>
                <text x="260" y="24" text-anchor="middle" font-size="15">%s</text>
                <text x="260" y="310" text-anchor="middle">step</text>
                <text x="16" y="155" text-anchor="middle" transform="rotate(-90 16 155)">loss</text>
                %s<polyline points="60,40 60,270 460,270" fill="none" stroke="black"/>
                <polyline points="%s" fill="none" stroke="royalblue" stroke-width="2"/>
                </svg>
                """.formatted(title, grid, points);
    }
}
