package io.github.amlmaven.compute;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of a test that lives until its input ends, which it does when this JVM ends, however that ends. */
final class ServerProcess implements Closeable {
    private static final int STARTED_SECONDS = 120;
    private static final int ENDED_SECONDS = 30;

    private final Process process;
    /** What the server said when it was ready. */
    final String ready;

    private ServerProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param folder where it runs, and where it says in {@code server.log} what happens
     * @param ready what it says then; {@link #ready} is the first group
     */
    static ServerProcess start(Path folder, Map<String, String> environment, Pattern ready, List<String> command)
            throws IOException, InterruptedException {
        Path log = folder.resolve("server.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTED_SECONDS);
        while (true) {
            boolean alive = process.isAlive();
            Matcher said = ready.matcher(Files.readString(log));
            if (said.find()) {
                return new ServerProcess(process, said.group(1));
            }
            if (!alive || System.nanoTime() > deadline) {
                process.getOutputStream().close();
                throw new IOException(command + " does not start: " + Files.readString(log));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(ENDED_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
