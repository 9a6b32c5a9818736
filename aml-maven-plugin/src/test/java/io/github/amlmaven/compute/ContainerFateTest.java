package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a container whose build has gone between two steps. */
class ContainerFateTest extends TargetRuns {
    private static @Nullable DockerEngine engine;

    @BeforeAll
    static void connect() {
        engine = TestEngine.open();
    }

    @AfterAll
    static void disconnect() throws IOException {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatWasAboutToBeStartedNeverIsWhoeverLooks(boolean mounted) throws IOException {
        RunDirectory directory = made();
        LaunchMark.of(directory).launch();

        List<JobState> seen = IntStream.range(0, 8)
                .parallel()
                .mapToObj(looker -> look(directory, mounted))
                .toList();

        assertThat(seen).allMatch(JobState.NeverStarted.class::isInstance);
        assertThat(RunContainer.of(engine, directory).state("testing")).isEmpty();
        assertThat(look(directory, mounted)).isInstanceOf(JobState.NeverStarted.class);
        assertThat(LaunchMark.of(directory).launch()).isFalse();
    }

    @Test
    void oneThatIsGoneHadBeenStarted() throws IOException {
        RunDirectory directory = prepare(limits(), "true").directory();
        LaunchMark.of(directory).launch();

        assertThat(look(directory, true)).isInstanceOf(JobState.Ended.class);
        assertThat(look(directory, false)).isInstanceOf(JobState.Ended.class);
    }

    @Test
    void oneThatTheScriptHasHiddenAndSomebodyRemovedHadBeenStarted() throws IOException {
        RunDirectory directory = prepare(limits(), "true").directory();
        Files.createDirectory(directory.setup().resolve("started"));

        assertThat(look(directory, true)).isInstanceOf(JobState.Ended.class);
    }

    @Test
    void oneThatItsEngineDoesNotKnowToHaveStartedIsKept() throws IOException {
        RunDirectory directory = made();
        LaunchMark.of(directory).launch();
        Files.createDirectory(directory.setup().resolve("started"));

        assertThat(look(directory, true)).isInstanceOf(JobState.Ended.class);
        assertThat(RunContainer.of(engine, directory).state("testing")).isPresent();
    }

    @Test
    void anExitCodeOfOneThatHasNotRunIsNone() throws IOException {
        RunDirectory directory = made();
        RunContainer.State created =
                RunContainer.of(engine, directory).state("testing").orElseThrow();

        assertThat(created.isCreated()).isTrue();
        assertThat(ContainerEnd.status(directory, created, ExitStatus.Cause.EXITED))
                .isEqualTo(ExitStatus.without(ExitStatus.Cause.LOST));
    }

    @AfterEach
    void removeContainers() throws IOException {
        for (RunDirectory directory : directories()) {
            RunContainer.of(engine, directory).remove();
        }
    }

    private RunDirectory made() throws IOException {
        RunDirectory directory = prepare(limits(), "true").directory();
        engine.calls()
                .createContainerCmd(TestEngine.BARE)
                .withName(RunContainer.of(engine, directory).name())
                .exec();
        return directory;
    }

    private static JobState look(RunDirectory directory, boolean mounted) {
        try {
            return new ContainerFate(RunContainer.of(engine, directory), directory, mounted).look();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
