package io.github.amlmaven.run;

import io.github.amlmaven.compute.LocalInspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Looks at the computer: its Java, how it keeps a run's processes together, its clock. */
public final class HostChecks implements Checkup.Examination {
    private static final Duration CLOCK_ERROR = Duration.ofSeconds(5);
    /** No computer that runs this is right about being earlier. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    @Override
    public void examine(Checkup checkup) {
        checkup.examine("Java", HostChecks::java);
        checkup.examine("isolation", HostChecks::isolation);
        checkup.examine("clock", HostChecks::clock);
    }

    private static void java(Checkup checkup) {
        String java = System.getProperty("java.version") + ", " + System.getProperty("java.home");
        if (ModuleLayer.boot().findModule("jdk.compiler").isPresent()) {
            checkup.ok("Java", java);
        } else {
            checkup.warn("Java", java + ", without a compiler", ".java scripts need a JDK: set JAVA_HOME to one");
        }
    }

    private static void isolation(Checkup checkup) {
        switch (LocalInspection.isolation()) {
            case NAMESPACE -> checkup.ok("isolation", "process numbers of each run's own: nothing outlives a run");
            case SESSION ->
                checkup.warn(
                        "isolation",
                        "a session for each run: a process that hides from its marks can outlive the run",
                        "allow unshare for this user (Debian: apt-get install util-linux, sysctl"
                                + " kernel.unprivileged_userns_clone=1), or run as it is");
            case MARKS ->
                checkup.warn(
                        "isolation",
                        "neither unshare nor setsid: the terminal's Ctrl-C reaches scripts, processes can outlive a run",
                        "install both (Debian: apt-get install util-linux)");
        }
    }

    /** A clock that jumps makes times in records wrong; ages are told by the store's own. */
    private static void clock(Checkup checkup) throws java.io.IOException {
        Path probe = Files.createTempFile("aml", null);
        Duration off;
        Instant now = Instant.now();
        try {
            off = Duration.between(Files.getLastModifiedTime(probe).toInstant(), now)
                    .abs();
        } finally {
            Files.delete(probe);
        }
        if (now.isBefore(EARLIEST)) {
            checkup.fail("clock", "it is " + now + " here, years ago", "set the clock: timedatectl set-ntp true");
        } else if (off.compareTo(CLOCK_ERROR) > 0) {
            checkup.warn(
                    "clock",
                    "the disk of " + probe.getParent() + " and this process differ by " + off.toSeconds() + " s",
                    "set both clocks (timedatectl set-ntp true); times in records may be wrong");
        } else {
            checkup.ok("clock", now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + ", as the disk has it");
        }
    }
}
