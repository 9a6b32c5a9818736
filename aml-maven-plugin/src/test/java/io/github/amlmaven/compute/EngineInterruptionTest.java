package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who interrupts a thread that asks an engine, and what comes of it. */
class EngineInterruptionTest {
    private final DockerEngine engine =
            new DockerEngine(new DockerAddress("unix:///not/there/docker.sock", null, "the test"));

    @Test
    void anInterruptionIsHeardWhenTheEngineHasAnswered() {
        AtomicInteger asked = new AtomicInteger();
        Thread.currentThread().interrupt();

        String answer = engine.ask("asking", () -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            if (asked.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new ClosedByInterruptException());
            }
            return "42";
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo("42");
        assertThat(asked).hasValue(2);
    }

    @Test
    void aFailureWithoutAnInterruptionIsNotRepeated() {
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> engine.ask("asking", () -> {
                    asked.incrementAndGet();
                    throw new CancellationException();
                }))
                .isInstanceOf(CancellationException.class);

        assertThat(asked).hasValue(1);
    }
}
