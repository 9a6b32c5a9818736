package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"26214400,26214400", "25MB,26214400", "512 mb,536870912", "1k,1024", "2GiB,2147483648", "0,0"})
    void readsSizesAsUsersWriteThem(String text, long bytes) {
        assertThat(ByteSize.parse("aml.projectSizeLimit", text)).isEqualTo(bytes);
    }

    @Test
    void aSizeBeyondAllNumbersIsRefusedAndNotNegative() {
        assertThat(ByteSize.parse("aml.projectSizeLimit", "8388607TB")).isPositive();
        assertThatThrownBy(() -> ByteSize.parse("aml.projectSizeLimit", "8388608TB"))
                .hasMessage("'8388608TB' is too large a size for aml.projectSizeLimit\n"
                        + "-> write at most 8388607TB: -Daml.projectSizeLimit=100MB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "big", "1.5GB", "9999999999999"})
    void saysWhatASizeLooksLike(String text) {
        assertThatThrownBy(() -> ByteSize.parse("aml.projectSizeLimit", text))
                .hasMessage("'" + text + "' is not a size for aml.projectSizeLimit\n"
                        + "-> write bytes, or a number with KB, MB or GB: -Daml.projectSizeLimit=100MB");
    }
}
