package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Required;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With a real SSH server, and the real engine behind it. */
@Timeout(120)
class SshTunnelTest {
    private static final int BIG = 64 * 1024 * 1024;

    @TempDir
    private Path folder;

    @BeforeEach
    void server() {
        TestSsh.require();
    }

    @Test
    void anEngineIsSpokenToAsIfItWereHere() throws Exception {
        requireEngine();
        try (SshConnection connection = connection();
                SshTunnel tunnel = SshTunnel.open(connection, SshTunnel.ENGINE);
                DockerEngine engine = engine(tunnel)) {
            assertThat(engine.calls().versionCmd().exec().getVersion()).isNotBlank();
            assertThat(tunnel.failure()).isNull();
        }
    }

    @Test
    void logsAreFollowedWhileTheyAreWritten() throws Exception {
        requireEngine();
        try (SshConnection connection = connection();
                SshTunnel tunnel = SshTunnel.open(connection, SshTunnel.ENGINE);
                DockerEngine engine = engine(tunnel);
                RealContainers containers = RealContainers.required()) {
            String id = containers.create("sh", "-c", "echo first; read line; echo second; sleep 1; echo third >&2");
            StringBuilder said = new StringBuilder();
            ResultCallback.Adapter<Frame> log = new ResultCallback.Adapter<>() {
                @Override
                public void onNext(Frame frame) {
                    said.append(new String(frame.getPayload(), UTF_8));
                }
            };
            engine.calls().startContainerCmd(id).exec();
            try (log) {
                engine.calls()
                        .logContainerCmd(id)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withFollowStream(true)
                        .exec(log);
                assertThat(log.awaitCompletion(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(said).hasToString("first\nsecond\nthird\n");
        }
    }

    @Test
    void whatIsAttachedHearsTheEndOfItsInputAndStillAnswers() throws Exception {
        requireEngine();
        try (SshConnection connection = connection();
                SshTunnel tunnel = SshTunnel.open(connection, SshTunnel.ENGINE);
                DockerEngine engine = engine(tunnel);
                RealContainers containers = RealContainers.required()) {
            String id = engine.calls()
                    .createContainerCmd(RealContainers.IMAGE)
                    .withCmd("sh", "-c", "cat; echo and after the end")
                    .withStdinOpen(true)
                    .withStdInOnce(true)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withNetworkDisabled(true)
                    .exec()
                    .getId();
            try {
                // By hand: the library does not end the input before the container ends.
                try (SocketChannel near = SocketChannel.open(UnixDomainSocketAddress.of(tunnel.socket()))) {
                    near.write(UTF_8.encode("POST /containers/" + id + "/attach?stream=1&stdin=1&stdout=1 HTTP/1.1\r\n"
                            + "Host: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"));
                    engine.calls().startContainerCmd(id).exec();
                    near.write(UTF_8.encode("what is said\n"));
                    near.shutdownOutput();
                    assertThat(all(near)).contains("101 UPGRADED", "what is said\n", "and after the end\n");
                }
            } finally {
                containers.engine.calls().removeContainerCmd(id).withForce(true).exec();
            }
        }
    }

    @Test
    void aBigFileGoesInAndComesOutAgain() throws Exception {
        requireEngine();
        byte[] content = new byte[BIG];
        new Random(4).nextBytes(content);
        try (SshConnection connection = connection();
                SshTunnel tunnel = SshTunnel.open(connection, SshTunnel.ENGINE);
                DockerEngine engine = engine(tunnel);
                RealContainers containers = RealContainers.required()) {
            String id = containers.create("true");
            engine.calls()
                    .copyArchiveToContainerCmd(id)
                    .withRemotePath("/")
                    .withTarInputStream(new ByteArrayInputStream(new TarBytes()
                            .header("big".getBytes(UTF_8), '0', TarBytes.octal(BIG), "")
                            .content(content)
                            .end()))
                    .exec();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream tar =
                    engine.calls().copyArchiveFromContainerCmd(id, "/big").exec()) {
                tar.skipNBytes(512);
                digest.update(tar.readNBytes(BIG));
            }
            assertThat(digest.digest())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
        }
    }

    @Test
    void whereTheServerForbidsItTheDockerCommandThereLeadsToTheEngine() throws Exception {
        requireEngine();
        try (SshServer server = TestSsh.start()) {
            Path settings = server.folder.resolve("sshd_config");
            Files.writeString(
                    settings,
                    Files.readString(settings)
                            .replace("AllowStreamLocalForwarding yes", "AllowStreamLocalForwarding no"));
            server.kill();
            server.startAgain();
            try (SshConnection connection = new SshConnection(login(server, server.port()), Credentials.NONE);
                    SshTunnel tunnel = SshTunnel.open(connection, SshTunnel.ENGINE);
                    DockerEngine engine = engine(tunnel)) {
                assertThat(engine.calls().versionCmd().exec().getVersion()).isNotBlank();
                assertThatThrownBy(() -> SshTunnel.open(connection, "/nowhere/else.sock"))
                        .isInstanceOf(AmlException.class);
            }
        }
    }

    @Test
    void nobodyAtTheSocketIsToldBeforeAnythingIsSent() throws Exception {
        try (SshConnection connection = connection()) {
            Path nobody = folder.resolve("nobody");
            assertThatThrownBy(() -> SshTunnel.open(connection, nobody.toString()))
                    .isInstanceOfSatisfying(AmlException.class, e -> {
                        assertThat(e.problem()).contains("nobody can be reached at " + nobody);
                        assertThat(e.remedy()).contains("sudo usermod -aG docker", "docker version");
                        assertThat(SshConnection.isAway(e)).isFalse();
                    });
        }
    }

    @Test
    void eachDirectionEndsByItself() throws Exception {
        try (ServerSocketChannel far = listen();
                SshConnection connection = connection();
                SshTunnel tunnel =
                        SshTunnel.open(connection, folder.resolve("far").toString());
                SocketChannel near = SocketChannel.open(UnixDomainSocketAddress.of(tunnel.socket()))) {
            far.accept().close();
            SocketChannel other = far.accept();
            near.write(ByteBuffer.wrap("a question".getBytes(UTF_8)));
            near.shutdownOutput();
            assertThat(all(other)).isEqualTo("a question");
            other.write(ByteBuffer.wrap("an answer".getBytes(UTF_8)));
            other.close();
            assertThat(all(near)).isEqualTo("an answer");
        }
    }

    @Test
    void itOutlivesAConnectionThatBreaks() throws Exception {
        SshServer server = TestSsh.shared();
        try (SshWire wire = new SshWire(server);
                ServerSocketChannel far = listen();
                SshConnection connection = new SshConnection(
                        new SshLogin(
                                new SshAddress(
                                        "127.0.0.1",
                                        wire.port(),
                                        server.account().name()),
                                server.key("ed25519").toString(),
                                TestSsh.knownHosts(server, wire.port())),
                        Credentials.NONE);
                SshTunnel tunnel =
                        SshTunnel.open(connection, folder.resolve("far").toString())) {
            far.accept().close();
            try (SocketChannel near = SocketChannel.open(UnixDomainSocketAddress.of(tunnel.socket()))) {
                SocketChannel other = far.accept();
                // Cut before it is made, it would be made again.
                near.write(ByteBuffer.wrap("made".getBytes(UTF_8)));
                assertThat(other.read(ByteBuffer.allocate(4))).isEqualTo(4);
                wire.cut();
                assertThat(all(near)).isEmpty();
                assertThat(all(other)).isEmpty();
            }
            try (SocketChannel near = SocketChannel.open(UnixDomainSocketAddress.of(tunnel.socket()))) {
                SocketChannel other = far.accept();
                other.write(ByteBuffer.wrap("back again".getBytes(UTF_8)));
                other.close();
                assertThat(all(near)).isEqualTo("back again");
            }
        }
    }

    @Test
    void onlyItsOwnerMayEnterAndNothingIsLeftOfIt() throws Exception {
        Path socket;
        try (ServerSocketChannel far = listen();
                SshConnection connection = connection();
                SshTunnel tunnel =
                        SshTunnel.open(connection, folder.resolve("far").toString())) {
            assertThat(far.accept()).isNotNull();
            socket = tunnel.socket();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
                    .isEqualTo("rwx------");
            assertThat(socket.toString()).hasSizeLessThanOrEqualTo(100);
        }
        assertThat(socket.getParent()).doesNotExist();
    }

    private static void requireEngine() {
        TestEngine.require();
        Required.that(
                Files.exists(Path.of(SshTunnel.ENGINE)) && TestSsh.ROOT,
                "no engine at " + SshTunnel.ENGINE + " that a test user may use -> run src/it/verify.sh as root");
    }

    private ServerSocketChannel listen() throws IOException {
        ServerSocketChannel far = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        Path socket = folder.resolve("far");
        far.bind(UnixDomainSocketAddress.of(socket));
        for (Path open : new Path[] {socket, folder}) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        return far;
    }

    private static String all(SocketChannel from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        while (from.read(buffer) >= 0) {
            assertThat(buffer.hasRemaining()).isTrue();
        }
        return UTF_8.decode(buffer.flip()).toString();
    }

    private static DockerEngine engine(SshTunnel tunnel) {
        return new DockerEngine(new DockerAddress("unix://" + tunnel.socket(), null, "the test"));
    }

    private static SshConnection connection() throws IOException {
        SshServer server = TestSsh.shared();
        return new SshConnection(login(server, server.port()), Credentials.NONE);
    }

    private static SshLogin login(SshServer server, int port) {
        return new SshLogin(
                new SshAddress("127.0.0.1", port, server.account().name()),
                server.key("ed25519").toString(),
                TestSsh.knownHosts(server));
    }
}
