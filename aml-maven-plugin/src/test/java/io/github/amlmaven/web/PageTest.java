package io.github.amlmaven.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.history.RunHistory;
import io.github.amlmaven.history.SweepRuns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the tests of the page share: one browser and one server with a sweep, begun by the first and ended after the last. */
@ExtendWith(PageTest.Fixture.class)
abstract class PageTest {
    static final int RUNS = 200;

    /** Where links to assets are written. */
    static final Path PROJECT = Path.of("target", "page");

    private static Fixture.Shared shared;

    Page page;
    SweepRuns sweep;
    HistoryServer server;

    @BeforeEach
    void take() {
        page = shared.page;
        sweep = shared.sweep;
        server = shared.server;
        page.appear(1280, 800, "light");
    }

    /** Nothing that the browser complains of goes by unseen, whatever the test is about. */
    @AfterEach
    void nothingWentWrong() {
        assertThat(page.complaints()).isEmpty();
    }

    /** Serves a history. */
    static HistoryServer serve(RunHistory history) throws IOException {
        return HistoryServer.start(shown(history), 0);
    }

    /** What a page shows of a history. */
    static ShownHistory shown(RunHistory history) {
        return new ShownHistory(
                history,
                PROJECT,
                "1.0.0",
                (run, out) -> {
                    if (run.status().isFinal()) {
                        history.stream(run, run.artifact("azureml-logs/driver_log.txt"), out);
                    } else {
                        out.write(("the log of run " + run.number() + " so far\n").getBytes(StandardCharsets.UTF_8));
                    }
                    return Optional.empty();
                },
                history::cancel,
                (goal, run) -> "mvn aml:" + goal + " -Daml.run=" + run.number(),
                failure -> failure.getMessage() + "\n-> mend it");
    }

    static final class Fixture implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            shared = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(PageTest.class))
                    .computeIfAbsent("shared", key -> new Shared(), Shared.class);
        }

        static final class Shared implements AutoCloseable {
            final Path folder;
            final Page page;
            final SweepRuns sweep;
            final HistoryServer server;

            Shared() {
                try {
                    folder = Files.createTempDirectory("aml-page");
                    page = new Page(folder);
                    sweep = new SweepRuns(folder);
                    sweep.add(RUNS);
                    server = serve(sweep.history());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                page.close();
                server.close();
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }
}
