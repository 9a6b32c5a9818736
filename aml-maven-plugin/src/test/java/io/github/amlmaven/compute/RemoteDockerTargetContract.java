package io.github.amlmaven.compute;

import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept by containers of the same engine, reached through a real SSH server as that of another computer. */
abstract class RemoteDockerTargetContract extends DockerTargetContract {
    @BeforeAll
    static void requireServer() {
        TestSsh.require();
    }

    @Override
    ComputeTarget open(@Nullable Path share) {
        return open(share, RemoteTargetTest.login(server()));
    }

    ComputeTarget open(@Nullable Path share, SshLogin login) {
        DockerTarget.Settings here = settings(share, TestEngine.PYTHON);
        return new DockerTarget.Settings(
                        "vm",
                        here.baseDockerImage(),
                        sharedVolumes(),
                        here.nativeSharedDirectory(),
                        here.hardware(),
                        login)
                .open(PROJECT, Credentials.NONE);
    }

    static SshServer server() {
        try {
            return TestSsh.shared();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    DockerTarget.Settings settings(@Nullable Path share, String image) {
        try {
            if (share != null) {
                // Another user comes to it.
                Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
                Files.createDirectories(share);
                Files.setPosixFilePermissions(share, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return super.settings(share, image);
    }

    @Override
    void release(RunDirectory directory) throws IOException {
        try (DockerEngine engine = TestEngine.open()) {
            RunContainer.of(engine, directory).run("testing", "touch", "outputs/go");
        }
    }
}
