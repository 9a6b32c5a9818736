package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Required;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A build on an engine that is lost on the way. */
class EngineStreamTest {
    private static final Path SOCKET = Path.of("/var/run/docker.sock");

    private ImageScene scene;
    private EngineProxy proxy;
    private String base;

    @BeforeEach
    void open() throws IOException {
        Required.that(Files.exists(SOCKET), "no Docker engine at " + SOCKET + "; src/it/verify.sh starts one");
        scene = new ImageScene();
        proxy = new EngineProxy(SOCKET);
        base = scene.derive(
                "aml-test:python",
                Map.of("conda", "#!/bin/sh\necho solving; exec sleep 600\n"),
                "COPY conda /opt/conda/bin/conda",
                "RUN chmod 755 /opt/conda/bin/conda");
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        scene.close();
    }

    @Test
    void anEngineThatHangsIsNoticedThoughABuildMayBeSilent() {
        long[] frozen = {0};
        AmlException failure = build(() -> {
            frozen[0] = System.nanoTime();
            proxy.freeze();
        });

        assertThat(failure.problem())
                .startsWith("no answer for 30 s from the Docker engine at tcp://127.0.0.1:")
                .contains(" while building azureml_");
        assertThat(DockerEngine.isAway(failure)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - frozen[0]))
                .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(33));
    }

    @Test
    void anEngineThatIsKilledIsNoticedAtOnce() {
        long[] cut = {0};
        AmlException failure = build(() -> {
            cut[0] = System.nanoTime();
            proxy.cut();
        });

        assertThat(failure.problem()).startsWith("cannot reach the Docker engine at tcp://127.0.0.1:");
        assertThat(DockerEngine.isAway(failure)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - cut[0])).isLessThan(Duration.ofSeconds(3));
    }

    private interface Fault {
        void happen() throws IOException;
    }

    /** The failure of a build to which something happens while conda is at work. */
    private AmlException build(Fault fault) {
        OutputStream log = new ByteArrayOutputStream() {
            private boolean happened;

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (!happened && toString(StandardCharsets.UTF_8).contains("\nsolving\n")) {
                    happened = true;
                    try {
                        fault.happen();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
        return catchThrowableOfType(AmlException.class, () -> {
            try (DockerEngine engine = new DockerEngine(proxy.address())) {
                new EnvironmentImage(
                                engine,
                                base,
                                new Requirements(true, ImageScene.conda("python"), null),
                                Credentials.NONE,
                                scene.project)
                        .prepare(log, new Cancellation());
            }
        });
    }
}
