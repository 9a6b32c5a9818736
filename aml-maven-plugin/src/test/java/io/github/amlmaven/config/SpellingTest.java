package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void countsSlips() {
        assertThat(Spelling.distance("type", "type")).isZero();
        assertThat(Spelling.distance("tpye", "type")).isEqualTo(1);
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("sharedVolums", "sharedVolumes")).isEqualTo(1);
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("x".repeat(100_000), "y".repeat(100_000))).isEqualTo(100);
    }

    @Test
    void findsTheNearestWordAndNoStranger() {
        List<String> words = List.of("local", "docker", "docker-gpu");
        assertThat(Spelling.nearest("dokcer", words)).isEqualTo("docker");
        assertThat(Spelling.nearest("docker-gup", words)).isEqualTo("docker-gpu");
        assertThat(Spelling.nearest("LOCAL", words)).isEqualTo("local");
        assertThat(Spelling.nearest("cluster", words)).isNull();
        assertThat(Spelling.nearest("x", List.of("y"))).isNull();
    }
}
