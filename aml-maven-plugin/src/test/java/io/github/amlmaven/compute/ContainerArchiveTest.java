package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** D1, D8, L18: an engine that says too little, or something else. */
@Timeout(60)
class ContainerArchiveTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    Path temp;

    private final List<String> requests = new ArrayList<>();
    private final List<SocketChannel> held = new ArrayList<>();
    private ServerSocketChannel server;
    private DockerEngine engine;
    private volatile String answer = "";
    private volatile boolean hangsUp;

    @BeforeEach
    void startEngine() throws IOException {
        Path socket = temp.resolve("docker.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
        engine = new DockerEngine(new DockerAddress("unix://" + socket, null, "the test"));
    }

    @AfterEach
    void stopEngine() throws IOException {
        engine.close();
        server.close();
    }

    @Test
    void asksForTheArchiveAsItIs() throws IOException {
        answer = CHUNKED + "5\r\nhello\r\n0\r\n\r\n";

        byte[] content = archive().get("/azureml-run/ä b", InputStream::readAllBytes);

        assertThat(content).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        assertThat(requests.get(1))
                .startsWith("GET /containers/iris/archive?path=%2Fazureml-run%2F%C3%A4+b HTTP/1.1\r\n")
                .containsIgnoringCase("Accept-Encoding: identity\r\n");
    }

    @Test
    void putsAPlainTar() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

        archive().put(new TarBytes().folder("azureml-run").stream());

        assertThat(requests.get(1))
                .startsWith("PUT /containers/iris/archive?path=%2F HTTP/1.1\r\n")
                .containsIgnoringCase("Content-Type: application/x-tar\r\n")
                .doesNotContainIgnoringCase("Content-Encoding");
        assertThat(requests.get(1).substring(requests.get(1).indexOf("\r\n\r\n") + 4))
                .matches("(?s)[0-9a-f]+\r\nazureml-run/\0.*");
    }

    @Test
    void anEngineThatDoesNotAnswerIsGivenUp() {
        assertSilent(() -> archive().get("/azureml-run", InputStream::readAllBytes), "fetching files from");
    }

    @Test
    void anEngineThatStopsInTheMiddleIsGivenUp() {
        answer = CHUNKED + "10\r\nhello";
        assertSilent(() -> archive().get("/azureml-run", InputStream::readAllBytes), "fetching files from");
    }

    @Test
    void anEngineThatTakesNothingMoreIsGivenUp() {
        InputStream endless = new Repeated(new byte[1], new byte[100_000], Long.MAX_VALUE, new byte[0]);
        assertSilent(() -> archive().put(endless), "copying files into");
    }

    @Test
    void anEngineThatHangsUpIsAway() {
        answer = CHUNKED + "10\r\nhello";
        hangsUp = true;
        assertThatThrownBy(() -> archive().get("/azureml-run", InputStream::readAllBytes))
                .isInstanceOfSatisfying(AmlException.class, away -> assertThat(DockerEngine.isAway(away))
                        .isTrue())
                .hasMessageStartingWith("cannot reach the Docker engine at unix://");
    }

    @Test
    void whatTheEngineRefusesIsPassedOn() {
        answer =
                "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 24\r\n\r\n{\"message\":\"none of it\"}";
        assertThatThrownBy(() -> archive().get("/x", InputStream::readAllBytes)).isInstanceOf(NotFoundException.class);
        answer = answer.replace("404 Not Found", "409 Conflict");
        assertThatThrownBy(() -> archive().get("/x", InputStream::readAllBytes))
                .isInstanceOfSatisfying(DockerException.class, refused -> assertThat(DockerEngine.words(refused))
                        .isEqualTo("none of it"));
    }

    @Test
    void aFileThatCannotBeReadIsNoFaultOfTheEngine() {
        answer = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("train.py has become shorter");
            }

            @Override
            public int read(byte[] bytes, int start, int count) throws IOException {
                return read();
            }
        };
        assertThatThrownBy(() -> archive().put(broken))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("train.py has become shorter");
    }

    private ContainerArchive archive() {
        return new ContainerArchive(engine, "iris", Duration.ofSeconds(2));
    }

    private static void assertSilent(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String doing) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(AmlException.class, away -> assertThat(DockerEngine.isAway(away))
                        .isTrue())
                .hasMessageStartingWith("no answer for 30 s from the Docker engine at unix://")
                .hasMessageContaining("while " + doing + " the container iris");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                held.add(connection);
                ByteBuffer request = ByteBuffer.allocate(100_000);
                while (!text(request).contains("\r\n\r\n")) {
                    connection.read(request);
                }
                if (text(request).contains("Expect: 100-continue")) {
                    connection.write(ByteBuffer.wrap("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
                    while (request.hasRemaining() && !text(request).endsWith("0\r\n\r\n")) {
                        connection.read(request);
                    }
                }
                requests.add(text(request));
                boolean ping = text(request).startsWith("GET /_ping");
                String said = ping
                        ? "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK"
                        : answer;
                connection.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
                if (ping || hangsUp) {
                    connection.close();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static String text(ByteBuffer request) {
        return StandardCharsets.ISO_8859_1.decode(request.duplicate().flip()).toString();
    }
}
