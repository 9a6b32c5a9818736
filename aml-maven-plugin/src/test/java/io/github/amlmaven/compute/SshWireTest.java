package io.github.amlmaven.compute;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tests rely on when they spoil the wire, first with a server that says back what it hears. */
@Timeout(60)
class SshWireTest {
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private ServerSocket echo;
    private SshWire wire;

    @BeforeEach
    void servers() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
        wire = new SshWire("127.0.0.1", echo.getLocalPort());
    }

    @AfterEach
    void end() throws IOException {
        wire.close();
        echo.close();
    }

    @Test
    void itCountsEachWayAndLosesNothingAtTheEnd() throws Exception {
        byte[] much = new byte[3_000_000];
        try (Socket client = connect()) {
            Thread writer = new Thread(() -> send(client, much));
            writer.start();
            assertThat(client.getInputStream().readNBytes(much.length)).isEqualTo(much);
            writer.join();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(wire.up.bytes()).isEqualTo(much.length);
        assertThat(wire.down.bytes()).isEqualTo(much.length);
        assertThat(wire.connections()).isOne();
    }

    @Test
    void aCutIsAResetAndTheNextConnectionIsGood() throws Exception {
        try (Socket client = connect()) {
            assertThat(echo(client)).isEqualTo(HELLO);
            wire.cut();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        try (Socket client = connect()) {
            assertThat(echo(client)).isEqualTo(HELLO);
        }
    }

    @Test
    void anEndIsNoReset() throws Exception {
        try (Socket client = connect()) {
            assertThat(echo(client)).isEqualTo(HELLO);
            wire.end();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void inSilenceNothingComesAndNothingIsLost() throws Exception {
        try (Socket client = connect()) {
            assertThat(echo(client)).isEqualTo(HELLO);
            wire.silence();
            client.getOutputStream().write(HELLO);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(wire.up.bytes()).isEqualTo(HELLO.length);
            try (Socket other = connect()) {
                other.getOutputStream().write(HELLO);
                wire.speak();
                assertThat(other.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
            }
            client.setSoTimeout(20_000);
            assertThat(client.getInputStream().readNBytes(HELLO.length)).isEqualTo(HELLO);
        }
    }

    @Test
    void whatEndsInSilenceIsNotToldOfUntilAfterwards() throws Exception {
        try (Socket client = connect()) {
            assertThat(echo(client)).isEqualTo(HELLO);
            wire.silence();
            client.shutdownOutput();
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            wire.speak();
            client.setSoTimeout(20_000);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void newConnectionsAreRefusedWhileThoseThereAreGoOn() throws Exception {
        try (Socket client = connect()) {
            assertThat(echo(client)).isEqualTo(HELLO);
            wire.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThat(echo(client)).isEqualTo(HELLO);
            wire.accept();
            try (Socket other = connect()) {
                assertThat(echo(other)).isEqualTo(HELLO);
            }
        }
    }

    @Test
    void exactlySoManyBytesGoThroughBeforeTheCut() throws Exception {
        for (int bytes : new int[] {1, 4, 5, 6, 7_000}) {
            long before = wire.up.bytes();
            wire.up.after(bytes, wire::cut);
            try (Socket client = connect()) {
                assertThatThrownBy(() -> {
                            while (true) {
                                echo(client);
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(wire.up.bytes() - before).isEqualTo(bytes);
        }
    }

    @Test
    void itFallsSilentInTheMiddleOfWhatComesBack() throws Exception {
        wire.down.after(2, wire::silence);
        try (Socket client = connect()) {
            client.getOutputStream().write(HELLO);
            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(2)).isEqualTo("he".getBytes(UTF_8));
            client.setSoTimeout(300);
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
            wire.speak();
            client.setSoTimeout(20_000);
            assertThat(in.readNBytes(3)).isEqualTo("llo".getBytes(UTF_8));
        }
    }

    @Test
    void sshGoesThroughAndSeesTheCut() throws Exception {
        SshServer server = TestSsh.shared();
        try (SshWire toServer = new SshWire(server)) {
            SshCommand ssh = new SshCommand(server, server.account(), "ed25519")
                    .through(toServer, TestSsh.knownHosts(server, toServer.port()));
            assertThat(ssh.say("echo in")).isEqualTo("in\n");
            assertThat(toServer.up.bytes()).isBetween(1_000L, 10_000L);
            toServer.down.after(2_000, toServer::cutForGood);
            assertThat(ssh.failure("echo in")).containsAnyOf("reset", "closed");
            assertThat(ssh.failure("echo in")).contains("refused");
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), wire.port());
    }

    private static byte[] echo(Socket client) throws IOException {
        client.getOutputStream().write(HELLO);
        byte[] said = client.getInputStream().readNBytes(HELLO.length);
        if (said.length < HELLO.length) {
            throw new IOException("ended");
        }
        return said;
    }

    private static void send(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket client = echo.accept();
                Thread thread = new Thread(() -> answer(client));
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            assertThat(echo.isClosed()).isTrue();
        }
    }

    private static void answer(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class); // cut, as it is to be
        }
    }
}
