package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.amlmaven.history.ShownRuns;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is large does not make the server large. */
class LargeHistoryTest {
    private static final int MANY = 10_000;
    private static final long LARGE = 200L * 1024 * 1024;
    private static final long LITTLE = 8L * 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void aLargeFileTakesNoMemory() throws IOException {
        ShownRuns runs = new ShownRuns(folder);
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(LARGE);
        }
        runs.completed("outputs/large.bin", large);
        try (Visit visit = new Visit(runs)) {
            for (String path : List.of("/api/run/1/file/0", "/api/run/1/zip?i=0")) {
                long before = allocated();
                long size = 0;
                URLConnection connection = visit.address(path).toURL().openConnection();
                connection.setRequestProperty("Cookie", visit.cookie);
                try (InputStream in = connection.getInputStream()) {
                    byte[] buffer = new byte[64 * 1024];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        size += n;
                    }
                }
                assertThat(size).as(path).isGreaterThan(path.contains("zip") ? 500_000 : LARGE - 1);
                assertThat(allocated() - before).as(path).isLessThan(LITTLE);
            }
            long before = allocated();
            assertThat(visit.text("/api/run/1/preview/0")).contains("\"truncated\":true");
            assertThat(allocated() - before).isLessThan(4 * LITTLE);
        }
    }

    @Test
    void whoTakesNothingOfAnAnswerLosesIt() throws Exception {
        ShownRuns runs = new ShownRuns(folder);
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(LARGE / 4);
        }
        runs.completed("outputs/large.bin", large);
        try (Visit visit = new Visit(runs, 10_000, 300);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), visit.server.port())) {
            socket.getOutputStream().write(HostileRequests.get(visit, "/api/run/1/file/0"));
            Thread.sleep(1500);
            long size = 0;
            try {
                byte[] buffer = new byte[64 * 1024];
                for (int n = socket.getInputStream().read(buffer);
                        n >= 0;
                        n = socket.getInputStream().read(buffer)) {
                    size += n;
                }
            } catch (SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
            assertThat(size).isPositive().isLessThan(LARGE / 4);
        }
    }

    /** All that the server's threads have ever taken. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("aml-ui")) {
                bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
            }
        }
        return bytes;
    }

    @Test
    void thousandsOfRunsAreAnsweredInPartsAndKeptAsText() throws Exception {
        long start = System.nanoTime();
        ShownRuns runs = ShownRuns.many(folder, MANY);
        tell("made in", start);
        try (Visit visit = new Visit(runs)) {
            start = System.nanoTime();
            String first = visit.text("/api/runs?limit=200");
            tell("the first 200 in", start);
            assertThat(first.split("\"run_number\":", -1)).hasSize(201);
            assertThat(first).contains("\"total\":" + MANY);
            start = System.nanoTime();
            byte[] all = visit.bytes("/api/runs", "Accept-Encoding", "gzip").body();
            tell("all, packed, " + all.length / 1024 + " KiB in", start);
            start = System.nanoTime();
            visit.bytes("/api/runs", "Accept-Encoding", "gzip");
            tell("all again in", start);
            String plain = visit.text("/api/runs");
            assertThat(plain.split("\"run_number\":", -1)).hasSize(MANY + 1);
            String cursor = plain.substring(0, 200).replaceAll(".*\"cursor\":\"([^\"]+)\".*", "$1");
            Thread.sleep(1600);
            start = System.nanoTime();
            assertThat(visit.text("/api/runs?cursor=" + cursor)).contains("\"runs\":[]");
            tell("nothing new, looked up, in", start);
            start = System.nanoTime();
            assertThat(visit.text("/api/query?q=Accuracy+%3E+%600.98%60")).contains("\"numbers\":[");
            tell("a condition in", start);
            start = System.nanoTime();
            visit.text("/api/run/5000");
            tell("one run in", start);
            System.gc();
            Runtime java = Runtime.getRuntime();
            System.out.println(
                    MANY + " runs: heap afterwards " + (java.totalMemory() - java.freeMemory()) / (1 << 20) + " MiB");
        }
    }

    private static void tell(String what, long start) {
        System.out.println(MANY + " runs: " + what + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
}
