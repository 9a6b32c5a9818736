package io.github.amlmaven.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Hears what scripts tell in containers that share no folder with this computer: it looks into the containers all the time,
 * by the system's view of their processes.
 */
final class Witness implements Closeable {
    /** Where they tell it. */
    static final String FOLDER = "/tmp";

    private static final long PAUSE_MILLIS = 10;
    private static final int FLUSH_MILLIS = 2000;

    private final CrashScene scene;
    private final Path heard;
    private final Thread thread = new Thread(this::look, "witness");
    private volatile boolean done;

    private Witness(CrashScene scene, Path heard) {
        this.scene = scene;
        this.heard = heard;
    }

    /** Begins to look; what it hears is kept in files whose names end with those of the scripts' own. */
    static Witness start(CrashScene scene, Path heard) throws IOException {
        Witness witness = new Witness(scene, Files.createDirectories(heard));
        witness.thread.setDaemon(true);
        witness.thread.start();
        return witness;
    }

    private void look() {
        while (!done) {
            for (ProcessHandle process : scene.marked()) {
                for (String name : List.of("starts", "written")) {
                    hear(process.pid(), name);
                }
            }
            CrashScene.pause(PAUSE_MILLIS);
        }
    }

    private void hear(long pid, String name) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            String container = Files.readSymbolicLink(proc.resolve("ns/pid")).toString();
            String told = Files.readString(proc.resolve("root" + FOLDER).resolve(name));
            String lines = told.substring(0, told.lastIndexOf('\n') + 1);
            if (!lines.isEmpty()) {
                // Two containers of a run are told apart; numbers of those that are gone are used again.
                String run = lines.split("\\s", 2)[0];
                Path file = heard.resolve(run + "-" + container.replaceAll("[^0-9]", "") + "-" + name);
                Path part = heard.resolve("part");
                Files.writeString(part, lines);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            return; // the process has just ended, or has not told anything yet
        }
    }

    @Override
    public void close() throws IOException {
        done = true;
        try {
            thread.join(FLUSH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
