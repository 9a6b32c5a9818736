package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LocalTargetTest extends ComputeTargetContract {
    @Override
    ComputeTarget open(@Nullable Path share) {
        return new LocalTarget.Settings("local", null, share == null ? null : share.toString())
                .open(PROJECT, Credentials.NONE);
    }

    @Test
    void theScriptIsNotOfTheTerminalsSession() throws IOException {
        Result result = run("ps -o sid= -p $$; echo $PPID");

        List<String> lines = result.console().lines().map(String::strip).toList();
        assertThat(lines.get(0)).isEqualTo(lines.get(1));
    }

    @Test
    void aSupervisorThatIsKilledLeavesTheResultUnknown() throws IOException {
        Result result = run("echo kept > outputs/kept.txt; kill -9 $PPID; sleep 0.2");

        assertThat(result.status()).isEqualTo(ExitStatus.without(ExitStatus.Cause.UNKNOWN));
        assertThat(result.directory().outputs().resolve("kept.txt")).hasContent("kept");
    }

    @Test
    void theRunFolderIsForItsOwnerOnly() throws IOException {
        Path root = run("true").directory().root();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(root.resolve("azureml-logs/driver_log.txt"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAParentThatIsALink() throws IOException {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), elsewhere);

        assertThatThrownBy(() -> RunsFolder.at(link).create(RunId.of(PROJECT, 1_500_000_000_000L)))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("the folder " + link + " is not ours")
                .hasMessageContaining("-> choose a folder of your own for the runs: -Daml.runsFolder=");
    }

    @Test
    void saysWhichPythonIsMissingAndWhatToDo() {
        ComputeTarget target =
                new LocalTarget.Settings("local", "/no/such/python", null).open(PROJECT, Credentials.NONE);

        assertThatThrownBy(() -> target.check(job("train.py")))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("cannot run train.py: no Python '/no/such/python' (looked in PATH=")
                .hasMessageEndingWith("pythonLocation: /path/to/python3");
    }

    @Test
    void refusesAScriptItCannotStart() throws IOException {
        Files.writeString(temp.resolve("data.bin"), "x");
        Files.writeString(temp.resolve("dos.sh"), "#!/bin/sh\r\necho hello\r\n");

        assertThatThrownBy(() -> open(null).check(job("data.bin")))
                .hasMessage("do not know how to run data.bin: it is not .py, .java, .sh or .R, and not executable\n"
                        + "-> make it executable (chmod +x data.bin) with a first line such as '#!/usr/bin/env perl'");
        assertThatThrownBy(() -> open(null).check(job("dos.sh")))
                .hasMessage("dos.sh has Windows line ends; its first line names '/bin/sh\\r'\n"
                        + "-> convert it: sed -i 's/\\r$//' dos.sh");
    }

    @Test
    void runsAnExecutableByItsFirstLineAndJavaByTheJdkInUse() throws IOException {
        Prepared perl = prepare(new Job.Limits(null, Duration.ofSeconds(5), ownProcesses(), Long.MAX_VALUE), "unused");
        Path script = Files.writeString(perl.directory().root().resolve("train"), "#!/bin/sh\necho trained $1\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        assertThat(run(perl, "train").console()).isEqualTo("trained 7\n");

        Prepared java = prepare(new Job.Limits(null, Duration.ofSeconds(30), ownProcesses(), Long.MAX_VALUE), "unused");
        Files.writeString(
                java.directory().root().resolve("Train.java"),
                "class Train { public static void main(String[] a) { System.out.println(Runtime.version().feature() + a[0]); } }");
        assertThat(run(java, "Train.java").console())
                .isEqualTo(Runtime.version().feature() + "7\n");
    }

    private Result run(Prepared prepared, String script) {
        Job job = new Job(
                prepared.directory().root(),
                script,
                List.of("7"),
                prepared.job().environment(),
                Requirements.NONE,
                prepared.job().limits());
        return new Prepared(job, prepared.directory()).run(open(null), new Cancellation());
    }

    private Job job(String script) {
        return new Job(
                temp,
                script,
                List.of(),
                new Job.Environment(Map.of(), List.of(), true),
                Requirements.NONE,
                new Job.Limits(null, Duration.ofSeconds(10), ownProcesses(), Long.MAX_VALUE));
    }
}
