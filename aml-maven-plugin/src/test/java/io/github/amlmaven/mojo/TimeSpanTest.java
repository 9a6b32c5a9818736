package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {
    @ParameterizedTest
    @CsvSource({"90,PT1M30S", "90s,PT1M30S", "5 m,PT5M", "2h,PT2H", "7d,PT168H", "0,PT0S"})
    void readsTimesAsUsersWriteThem(String text, Duration expected) {
        assertThat(TimeSpan.parse("aml.timeout", text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1w", "1.5h", "99999999999"})
    void saysWhatATimeLooksLike(String text) {
        assertThatThrownBy(() -> TimeSpan.parse("aml.timeout", text))
                .hasMessage("'" + text + "' is not a time for aml.timeout\n"
                        + "-> write seconds, or a number with s, m, h or d: -Daml.timeout=90m");
    }

    @Test
    void refusesTimesThatHaveNoCountOfNanoseconds() {
        assertThat(TimeSpan.parse("aml.timeout", "36500d").toNanos()).isPositive();
        assertThatThrownBy(() -> TimeSpan.parse("aml.timeout", "999999999d"))
                .hasMessage("'999999999d' is too long a time for aml.timeout\n"
                        + "-> write at most 36500d: -Daml.timeout=90m");
    }

    @Test
    void namesTheSettingAtFault() {
        assertThatThrownBy(() -> TimeSpan.parse("aml.gracePeriod", "x")).hasMessageContaining("-Daml.gracePeriod=90m");
    }
}
