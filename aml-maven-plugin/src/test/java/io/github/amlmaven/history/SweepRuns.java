package io.github.amlmaven.history;

import io.github.amlmaven.ArtifactPath;
import io.github.amlmaven.store.FolderStore;
import io.github.amlmaven.store.Sha256;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A history as people have it: a sweep over two parameters, with failures, series, images and code that changes. */
public final class SweepRuns {
    /** The run that the children of a sweep belong to. */
    public static final int PARENT = 20;

    private static final double[] RATES = {0.001, 0.01, 0.03, 0.1, 0.3, 1};
    private static final String[] SOLVERS = {"lbfgs", "saga", "newton-cg"};
    private static final int DETAILED = 12;
    private static final int STEPS = 60;

    private final RunHistory history;
    private final Path scratch;
    private final List<RunRecord> runs = new ArrayList<>();

    /** @param folder gets the store and the project */
    public SweepRuns(Path folder) throws IOException {
        history = new RunHistory(new FolderStore(folder.resolve("store")), Runs.PROJECT);
        scratch = Files.createDirectories(folder.resolve("project"));
    }

    public RunHistory history() {
        return history;
    }

    /** Adds so many runs; the newest ones have all that a run can have, the others little. */
    public void add(int count) throws IOException {
        for (int number = 1; number <= count; number++) {
            runs.add(run(number, number > count - DETAILED));
        }
    }

    /** A run that goes on until it is ended. */
    public OpenRun running(String... arguments) throws IOException {
        OpenRun run =
                history.claim(new RunStart("train.py", List.of(arguments), "local", "local", Map.of("user_id", "ada")));
        run.started(Map.of());
        return run;
    }

    private RunRecord run(int number, boolean detailed) throws IOException {
        double rate = RATES[number % RATES.length];
        String solver = SOLVERS[number / RATES.length % SOLVERS.length];
        Map<String, Object> facts = new LinkedHashMap<>(Map.of(
                "user_id",
                "ada",
                "framework",
                "Python",
                "git_commit",
                "4f0c1d9ab37729d8be0efc20e08b8fd43157d1e2",
                "git_dirty",
                number % 2 == 0,
                "host",
                Map.of("name", "turing", "cpus", 8, "java", number % 2 == 0 ? "17.0.12" : "21.0.4")));
        if (number > PARENT && number <= PARENT + 18) {
            facts.put("parent_run_id", runs.get(PARENT - 1).id().value());
        }
        String target = number % 4 == 0 ? "docker" : "local";
        OpenRun run = history.claim(
                new RunStart("train.py", List.of("--reg=" + rate, "--solver=" + solver), target, target, facts));
        if (detailed) {
            run.snapshot(code(number), scratch);
        }
        run.started(Map.of());
        boolean failed = number % 15 == 4;
        Map<String, Object> metrics = failed ? Map.of() : metrics(number, rate);
        artifacts(run, number, detailed, failed);
        Instant start = Runs.START.plusSeconds(number * 137L);
        Duration duration = Duration.ofMillis(2000 + number * 7919L % 9000);
        return run.complete(new RunOutcome(
                failed ? RunStatus.FAILED : RunStatus.COMPLETED,
                failed ? Reason.exitCode(1) : null,
                failed ? 1 : 0,
                start,
                start.plus(duration),
                new Metrics(metrics, List.of()),
                number % 6 == 0
                        ? List.of(new NotCollected(
                                "outputs/checkpoint-0031.bin", 734_003_200, "over the limit of 512 MB"))
                        : List.of(),
                number % 8 == 0
                        ? List.of(
                                "The share folder was asked for, but sharedVolumes is not true in aml_config/docker.compute.")
                        : List.of()));
    }

    private static Map<String, Object> metrics(int number, double rate) {
        Map<String, Object> metrics = new LinkedHashMap<>();
        double noise = number * 2654435761L % 1000 / 1000.0;
        metrics.put("Accuracy", Math.round((0.97 - Math.abs(Math.log10(rate) + 1) * 0.03 - noise * 0.02) * 1e6) / 1e6);
        metrics.put("Loss", Math.round((0.1 + noise * 0.3 + rate * 0.05) * 1e6) / 1e6);
        metrics.put("Regularization Rate", rate);
        metrics.put("converged", number % 5 != 0);
        if (number % 9 == 0) {
            metrics.put("remark", "stopped early at step 31");
        }
        List<Object> loss = new ArrayList<>();
        List<Object> validation = new ArrayList<>();
        List<Object> seen = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            loss.add(2 * Math.exp(-step / (9.0 + number % 7)) + 0.04 * Math.sin(step * number) + 0.06);
            validation.add(2.1 * Math.exp(-step / (11.0 + number % 5)) + 0.06 * Math.cos(step * number) + 0.16);
            seen.add(step * 1000);
        }
        metrics.put("loss", loss);
        metrics.put("val_loss", validation);
        metrics.put("samples seen", seen);
        return metrics;
    }

    private void artifacts(OpenRun run, int number, boolean detailed, boolean failed) throws IOException {
        StringBuilder log = new StringBuilder();
        for (int step = 1; step <= STEPS; step++) {
            log.append("step ")
                    .append(step)
                    .append("/60  loss ")
                    .append(2 * Math.exp(-step / 9.0))
                    .append('\n');
        }
        add(run, "azureml-logs/driver_log.txt", bytes(log + (failed ? "ValueError: C must be positive\n" : "")));
        if (!detailed || failed) {
            return;
        }
        add(
                run,
                "outputs/metrics.csv",
                bytes("step,loss,remark\n1,1.9,\"fine, so far\"\n2,1.4,\n3,1.1,\"a \"\"quote\"\"\"\n"));
        add(run, "outputs/model.bin", new byte[] {(byte) (number % 3), 0, 1, 2});
        add(
                run,
                "outputs/model/weights.json",
                bytes("{\"coef\":[[0.1,0.2],[0.3,0.4]],\"classes\":[\"setosa\",\"virginica\"],\"n\":" + number + "}"));
        add(
                run,
                "outputs/confusion.svg",
                bytes(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 200\"><rect width=\"300\" height=\"200\" fill=\"#eef\"/>"
                                + "<circle cx=\"" + (60 + number % 9 * 20)
                                + "\" cy=\"100\" r=\"40\" fill=\"#36c\"/></svg>"));
        add(run, "outputs/roc.png", curve(number));
    }

    /** A real image, such as a plotting library writes. */
    static byte[] curve(int number) {
        BufferedImage image = new BufferedImage(480, 320, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 480, 320);
        pen.setColor(Color.GRAY);
        pen.drawRect(40, 20, 420, 270);
        pen.setColor(new Color(31, 95, 196));
        for (int x = 0; x < 420; x++) {
            int y = (int) (270 * (1 - Math.exp(-x / (20.0 + number % 11 * 9))));
            pen.fillOval(39 + x, 288 - y, 4, 4);
        }
        pen.dispose();
        java.io.ByteArrayOutputStream png = new java.io.ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private List<SnapshotFile> code(int number) throws IOException {
        List<SnapshotFile> files = new ArrayList<>();
        files.add(file(
                "train.py",
                "import sys\nimport os\n\nreg = float(sys.argv[1][6:])\n# try " + number
                        + "\nprint('training with', reg)\n"));
        files.add(file("aml_config/local.compute", "type: local\n"));
        files.add(file("data/iris.csv", "5.1,3.5,1.4,0.2,Iris-setosa\n"));
        return files;
    }

    private SnapshotFile file(String path, String text) throws IOException {
        Path file = scratch.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return new SnapshotFile(path, SnapshotFile.FILE, 0644, bytes(text).length, Sha256.of(bytes(text)), null);
    }

    /** Gives a run a file. */
    public void add(OpenRun run, String path, byte[] content) throws IOException {
        run.add(new ArtifactPath(path), Files.write(Files.createTempFile(scratch, "output", null), content));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
