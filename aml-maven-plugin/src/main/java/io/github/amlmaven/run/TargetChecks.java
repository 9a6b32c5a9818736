package io.github.amlmaven.run;

import io.github.amlmaven.compute.RemoteFacts;
import io.github.amlmaven.compute.TargetContact;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** Looks whether another computer, which lets us in, has what a target of its type needs. */
public record TargetChecks(TargetContact contact, String type) implements Checkup.Examination {
    private static final long LEAST_FREE = 1L << 30;
    private static final Duration CLOCK_ERROR = Duration.ofSeconds(60);
    private static final double GIB = 1L << 30;

    @Override
    public void examine(Checkup checkup) throws IOException {
        RemoteFacts facts = contact.facts();
        checkup.ok("user", facts.user() + ", home folder " + facts.home());
        checkup.ok("system", facts.system());
        if (facts.missing().isEmpty()) {
            checkup.ok("programs", "tar, sha256sum, setsid and the others are there");
        } else {
            checkup.warn(
                    "programs",
                    "it lacks " + String.join(", ", facts.missing()),
                    "install them there (Debian, Ubuntu: sudo apt-get install coreutils findutils util-linux procps gzip tar"
                            + " sed grep)");
        }
        if (type.equals("remotedocker")) {
            docker(facts, checkup);
        } else {
            python(facts, checkup);
        }
        if (type.equals("cluster")) {
            spark(facts, checkup);
        }
        disk(facts, checkup);
        clock(facts, checkup);
    }

    private static void python(RemoteFacts facts, Checkup checkup) {
        facts.python()
                .ifPresentOrElse(
                        python -> checkup.ok("Python", python),
                        () -> checkup.warn(
                                "Python",
                                "the one that is wanted is not there",
                                "install it there (Debian, Ubuntu: sudo apt-get install python3), or write its path as"
                                        + " pythonLocation:"));
    }

    private void docker(RemoteFacts facts, Checkup checkup) {
        facts.docker()
                .ifPresentOrElse(
                        version -> checkup.ok("Docker", version),
                        () -> checkup.warn(
                                "Docker",
                                facts.dockerProblem().orElse("it does not answer"),
                                facts.dockerProblem().orElse("").contains("ermission denied")
                                        ? "let the user use it, on that computer: sudo usermod -aG docker "
                                                + facts.user() + ", then try again"
                                        : "install and start it there (Debian, Ubuntu: sudo apt-get install docker.io), then"
                                                + " try again"));
    }

    private static void spark(RemoteFacts facts, Checkup checkup) {
        facts.spark()
                .ifPresentOrElse(
                        spark -> checkup.ok("Spark", spark),
                        () -> checkup.warn(
                                "Spark",
                                "there is no spark-submit on the PATH",
                                "write its path as sparkSubmitLocation:, or name the head node of the cluster as address:"));
    }

    private static void disk(RemoteFacts facts, Checkup checkup) {
        long free = facts.freeBytes();
        if (free < 0) {
            checkup.warn("disk", "it does not tell how much is free", "see: ssh, then df -h ~");
        } else if (free < LEAST_FREE) {
            checkup.warn("disk", size(free) + " free in " + facts.home(), "make room there");
        } else {
            checkup.ok("disk", size(free) + " free in " + facts.home());
        }
    }

    private static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / GIB);
    }

    private static void clock(RemoteFacts facts, Checkup checkup) {
        Duration ahead = facts.clockAhead();
        if (ahead.abs().compareTo(CLOCK_ERROR) > 0) {
            checkup.warn(
                    "clock",
                    "it is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                            + " this computer's; no run suffers, but times in its files will look wrong",
                    "set both clocks: sudo timedatectl set-ntp true");
        } else {
            checkup.ok("clock", "as this computer's");
        }
    }
}
