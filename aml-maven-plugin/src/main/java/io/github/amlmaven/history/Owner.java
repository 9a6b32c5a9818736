package io.github.amlmaven.history;

import io.github.amlmaven.store.Sha256;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The process that looks after a run, told so exactly that neither a process number that is used again nor a restart of
 * the computer is mistaken for it.
 *
 * @param host a fingerprint of the computer; {@code AML_HOST_ID} in the environment replaces it
 * @param boot which start of the computer; empty where the system does not tell
 * @param space in which set of process numbers the process has its number (containers have their own); empty where there
 *     is but one
 * @param pid the process number
 * @param start when the process was started, in clock ticks since the computer was
 */
record Owner(String host, String boot, String space, long pid, String start) {
    private static final Path PROC = Path.of("/proc");

    /** What can be said from here of an owner. */
    enum Life {
        ALIVE,
        DEAD,
        REBOOTED,
        ELSEWHERE
    }

    /** This process. */
    static Owner current() {
        return of(ProcessHandle.current().pid());
    }

    /** A process of this computer. */
    static Owner of(long pid) {
        String boot = currentBoot();
        return new Owner(hostOf(boot), boot, currentSpace(), pid, Objects.requireNonNullElse(startOf(pid), ""));
    }

    /** The owner in a record; null when there is none or it is not complete. */
    static @Nullable Owner of(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                        && map.get("host") instanceof String host
                        && map.get("boot") instanceof String boot
                        && map.get("space") instanceof String space
                        && map.get("pid") instanceof Long pid
                        && map.get("start") instanceof String start
                ? new Owner(host, boot, space, pid, start)
                : null;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("host", host);
        map.put("boot", boot);
        map.put("space", space);
        map.put("pid", pid);
        map.put("start", start);
        return map;
    }

    /** Whether this owner lives, seen from the process given. */
    Life seenFrom(Owner observer) {
        if (!host.equals(observer.host)) {
            return Life.ELSEWHERE;
        }
        if (!boot.equals(observer.boot)) {
            return Life.REBOOTED;
        }
        if (!space.equals(observer.space)) {
            return Life.ELSEWHERE;
        }
        return start.equals(startOf(pid)) ? Life.ALIVE : Life.DEAD;
    }

    private static @Nullable String startOf(long pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().startInstant())
                    .map(time -> Long.toString(time.toEpochMilli()))
                    .orElse(null);
        }
        String stat = text(PROC.resolve(Long.toString(pid)).resolve("stat"));
        // The second field is the program's name, which can hold blanks and brackets; the third is the state, and start
        // is
        // the 22nd. A process that has ended keeps its number until its parent asks for its exit code.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        boolean ended = fields[0].equals("Z") || fields[0].equals("X");
        return fields.length > 19 && !ended ? fields[19] : null;
    }

    private static String currentBoot() {
        return text(PROC.resolve("sys/kernel/random/boot_id"));
    }

    private static String currentSpace() {
        try {
            return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            // Not a Linux: one set of process numbers.
            return "";
        }
    }

    private static String hostOf(String boot) {
        String given = System.getenv("AML_HOST_ID");
        if (given != null && !given.isBlank()) {
            return given.strip();
        }
        String machine = text(Path.of("/etc/machine-id"));
        if (machine.isEmpty()) {
            machine = card();
        }
        // Without a name of its own a computer is known by its start, so that no other is taken for it.
        return Sha256.of("aml-maven-plugin host " + (machine.isEmpty() ? boot : machine))
                .substring(0, 32);
    }

    private static String card() {
        try {
            for (NetworkInterface card : java.util.Collections.list(NetworkInterface.getNetworkInterfaces())) {
                byte[] address = card.getHardwareAddress();
                if (address != null && !card.isVirtual()) {
                    return HexFormat.of().formatHex(address);
                }
            }
        } catch (java.net.SocketException e) {
            // No cards to be seen is the same as none.
            return "";
        }
        return "";
    }

    /** A small file of the system; empty where there is none, which is the answer on other systems. */
    private static String text(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }
}
