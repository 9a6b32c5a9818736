package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import io.github.amlmaven.Required;
import io.github.amlmaven.RunId;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose the files are that containers leave: the user's who ran Maven, root or not, copied or mounted. */
class ContainerOwnershipTest extends TargetRuns {
    /** A user that neither the computer nor an image knows. */
    private static final String STRANGER = "12345";

    private static final String SCRIPT =
            "mkdir -p outputs/a/b; echo x > outputs/a/b/c; ln -s c outputs/a/b/l; id -un; echo $HOME; touch ~/f";

    @Test
    void whatRootsContainersLeaveIsRoots() throws IOException {
        TestEngine.require();
        for (boolean shared : List.of(true, false)) {
            RunDirectory directory = prepare(limits(), SCRIPT).directory();
            run(directory, shared, TestEngine.PYTHON);
            assertThat(owners(directory.root())).containsOnly((Integer) Files.getAttribute(temp, "unix:uid"));
        }
    }

    @Test
    void whatAScriptHasGivenAwayIsGivenBack() throws IOException {
        TestEngine.require();
        RunDirectory directory = prepare(limits(), "echo x > outputs/x; chown -R 1234:1234 outputs")
                .directory();
        run(directory, true, TestEngine.PYTHON);

        assertThat(owners(directory.root())).containsOnly((Integer) Files.getAttribute(temp, "unix:uid"));
    }

    @Test
    void whatAnOrdinaryUsersContainersLeaveIsTheUsers() throws Exception {
        TestEngine.require();
        Required.that(
                "root".equals(System.getProperty("user.name")) && SearchPath.find("setpriv") != null,
                "only root can become another user -> run the tests as root, too, with util-linux");
        List<String> said = asStranger();

        assertThat(said)
                .containsExactly(
                        "mounted aml [" + STRANGER + "]",
                        "copied aml [" + STRANGER + "]",
                        "image with a user of its own aml [" + STRANGER + "]");
    }

    /** Runs in each mode as whoever this process is: {@code <folder>}. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        System.out.println("mounted " + once(folder, 1, true, TestEngine.PYTHON));
        System.out.println("copied " + once(folder, 2, false, TestEngine.PYTHON));
        System.out.println("image with a user of its own " + once(folder, 3, true, "aml-test:user"));
    }

    private static String once(Path folder, int number, boolean shared, String image) throws IOException {
        RunDirectory directory =
                RunsFolder.at(folder.resolve("runs")).create(RunId.of(PROJECT, 1_500_000_000_000L + number));
        Files.writeString(directory.root().resolve("script.sh"), SCRIPT);
        directory.addRunFolders();
        run(directory, shared, image);
        List<String> said = Files.readAllLines(directory.driverLog());
        return (said.equals(List.of("aml", ContainerUser.HOME)) ? "aml" : said.toString()) + " "
                + owners(directory.root()).stream().distinct().toList();
    }

    private static void run(RunDirectory directory, boolean shared, String image) throws IOException {
        ComputeTarget target = new DockerTarget.Settings(
                        "docker", image, shared, null, new DockerTarget.Hardware(false, "none", null, null, null), null)
                .open(PROJECT, Credentials.NONE);
        Job job = new Job(
                directory.root(),
                "script.sh",
                List.of(),
                new Job.Environment(Map.of(), List.of(), true),
                Requirements.NONE,
                new Job.Limits(null, Duration.ofSeconds(10), false, Long.MAX_VALUE));
        target.check(job);
        ExitStatus status = target.run(job, directory, OutputStream.nullOutputStream(), new Cancellation());
        target.release(directory);
        assertThat(status).isEqualTo(ExitStatus.ofCode(ExitStatus.Cause.EXITED, 0));
    }

    private static List<Integer> owners(Path root) throws IOException {
        List<Integer> owners = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                owners.add((Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS));
                return FileVisitResult.CONTINUE;
            }
        });
        return owners;
    }

    /** What {@link #main} says to that user, who may use the engine and cannot read root's repository. */
    private static List<String> asStranger() throws Exception {
        Path folder = Files.createTempDirectory("aml-owners");
        try {
            List<String> classPath = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path copy =
                        folder.resolve(classPath.size() + "-" + Path.of(entry).getFileName());
                sh("cp", "-r", entry, copy.toString());
                classPath.add(copy.toString());
            }
            Path work = Files.createDirectory(folder.resolve("work"));
            sh("chmod", "-R", "a+rX", folder.toString());
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            sh("chown", STRANGER, work.toString());
            Process java = new ProcessBuilder(
                            "setpriv",
                            "--reuid=" + STRANGER,
                            "--regid=" + Files.getAttribute(Path.of("/var/run/docker.sock"), "unix:gid"),
                            "--clear-groups",
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            String.join(File.pathSeparator, classPath),
                            ContainerOwnershipTest.class.getName(),
                            work.toString())
                    .redirectErrorStream(true)
                    .start();
            List<String> said;
            try (Stream<String> lines = java.inputReader().lines()) {
                said = lines.filter(line -> !line.startsWith("SLF4J") && !line.startsWith("["))
                        .toList();
            }
            assertThat(java.waitFor()).as(said.toString()).isZero();
            return said;
        } finally {
            sh("rm", "-rf", folder.toString());
        }
    }

    private static void sh(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
