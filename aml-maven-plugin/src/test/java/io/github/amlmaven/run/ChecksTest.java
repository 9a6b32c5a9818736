package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import io.github.amlmaven.history.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class ChecksTest {
    @TempDir
    Path temp;

    private final Checkup checkup = new Checkup(check -> {});

    @Test
    void whatCannotBeLookedAtIsAFindingAndTheOthersGoOn() {
        checkup.examine("one", c -> {
            throw new AmlException("problem", "remedy");
        });
        checkup.examine("two", c -> {
            throw new IOException("broken");
        });
        checkup.examine("three", c -> c.ok("three", "well"));

        assertThat(found())
                .containsExactly(
                        "FAIL one: problem -> remedy",
                        "FAIL two: java.io.IOException: broken -> see that this can be read and written, or choose"
                                + " another place",
                        "OK three: well");
        assertThat(checkup.failures()).isEqualTo(2);
    }

    @Test
    void aFolderIsTriedAndLeftAsItWas() throws IOException {
        Path folder = Files.createDirectory(
                temp.resolve("store"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        look(new FolderChecks("store", folder, "-Daml.store=<folder>"));
        look(new FolderChecks("store", folder.resolve("not/yet"), "-Daml.store=<folder>"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
        look(new FolderChecks("store", folder, "-Daml.store=<folder>"));
        look(new FolderChecks("store", Files.writeString(temp.resolve("file"), ""), "-Daml.store=<folder>"));

        assertThat(found().get(0)).startsWith("OK store: " + folder + ", ").endsWith(" GB free");
        assertThat(found().get(1)).startsWith("OK store: " + folder + "/not/yet (comes with the first run), ");
        assertThat(found().get(2))
                .startsWith("WARN store: ")
                .endsWith("open to other users of this computer -> close it: chmod go-rwx " + folder);
        assertThat(found().get(3))
                .isEqualTo("FAIL store: " + temp + "/file is no folder -> choose a folder: -Daml.store=<folder>");
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenFails() {
        look(new FolderChecks("store", Path.of("/proc/aml"), "-Daml.store=<folder>"));

        assertThat(found()).hasSize(1);
        assertThat(found().get(0)).startsWith("FAIL store: ").contains("/proc");
    }

    @Test
    void passwordsThatOthersCanReadAreNamed() throws IOException {
        Path settings = Files.writeString(temp.resolve("settings.xml"), "<server><password>x</password></server>");
        Path harmless = Files.writeString(temp.resolve("other.xml"), "<settings/>");
        for (Path file : List.of(settings, harmless)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        look(new SecretFileChecks(List.of(settings, harmless, temp.resolve("none"))));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
        look(new SecretFileChecks(List.of(settings, harmless)));

        assertThat(found().get(0)).startsWith("WARN secrets: " + settings).contains("chmod 600 " + settings);
        assertThat(found().get(1)).startsWith("OK secrets: ");
    }

    @Test
    void runsThatWereInterruptedAreBroughtToTheirEndAndOthersAreTold() throws Exception {
        try (OtherBuild build = new OtherBuild(temp, OtherBuild.WAITING)) {
            Journal journal = new Journal(temp.resolve("journal"));
            UnfinishedRunChecks runs = new UnfinishedRunChecks(journal, Duration.ofSeconds(5));
            look(runs);
            build.startScript("");
            look(runs);
            build.kill();
            look(runs);
            build.letEnd();
            String end;
            do {
                look(runs);
                end = found().get(found().size() - 1);
            } while (end.startsWith("WARN"));

            assertThat(found().get(0)).isEqualTo("OK runs: none is under way or interrupted on this computer");
            assertThat(found().get(1))
                    .startsWith("OK runs: Run 1 of local/default/iris is under way since")
                    .endsWith("looked after by process " + build.maven().pid());
            assertThat(found().get(2)).startsWith("WARN runs: Run 1").contains("mvn aml:cancel -Daml.run=1");
            assertThat(end)
                    .isEqualTo("OK runs: Run 1 of local/default/iris had been interrupted and is Completed now, 4 files"
                            + " kept");
            look(new HistoryChecks(build.history, true));
            assertThat(found()).anyMatch(line -> line.matches("OK verification: [0-9]+ files of the history read.*"));
        }
    }

    @Test
    void theWholeConfigurationIsReadAndAScriptMayBeLeftToTheCommandLine() throws IOException {
        write("aml_config/local.compute", "type: local\n");
        write("aml_config/any.runconfig", "ArgumentVector: [$file]\nTarget: local\nFramework: Python\n");
        look(new ConfigurationChecks(temp, new ProjectId("local", "default", "iris"), Credentials.NONE));
        write("train.sh", "true\n");
        write("aml_config/bad.runconfig", "ArgumentVector: [train.sh]\nTarget: nowhere\nFramework: Python\n");
        write("aml_config/far.compute", "type: remote\naddress: far.example.com\nusername: me\n");
        write("aml_config/far.runconfig", "ArgumentVector: [train.sh]\nTarget: far\nFramework: Python\n");
        int before = found().size();
        look(new ConfigurationChecks(temp, new ProjectId("local", "default", "iris"), Credentials.NONE));

        assertThat(found().subList(0, 2))
                .containsExactly(
                        "OK configuration: any: the script that -Daml.script names on the target local",
                        "OK configuration: local: the script that -Daml.script names on the target local");
        List<String> then = found().subList(before, found().size());
        assertThat(then.get(0)).startsWith("OK configuration: any: ");
        assertThat(then.get(1))
                .startsWith("FAIL configuration: ")
                .contains("bad.runconfig")
                .contains("nowhere");
        assertThat(then.get(2)).startsWith("OK configuration: far: ");
        assertThat(then.get(3)).startsWith("OK configuration: local: ");
    }

    @Test
    void aFolderWithoutAProjectIsNoFailure() {
        look(new ConfigurationChecks(temp, new ProjectId("local", "default", "iris"), Credentials.NONE));
        look(new HostChecks());

        assertThat(checkup.failures()).isZero();
        assertThat(found().get(0)).startsWith("WARN configuration: there is no folder aml_config");
    }

    private void look(Checkup.Examination examination) {
        checkup.examine("here", examination);
    }

    private List<String> found() {
        return checkup.checks().stream()
                .map(check -> check.level() + " " + check.subject() + ": " + check.finding()
                        + (check.remedy().isEmpty() ? "" : " -> " + check.remedy()))
                .toList();
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(temp.resolve(file).getParent());
        Files.writeString(temp.resolve(file), content);
    }
}
