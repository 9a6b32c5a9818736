package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
    /** Every image of the public projects, and the forms of Docker's grammar. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "microsoft/mmlspark",
                "microsoft/mmlspark:0.6",
                "microsoft/mmlspark:int",
                "microsoft/mmlspark:plus-0.7.dev7_2.gcfbc920",
                "microsoft/mmlspark:plus-gpu-0.9.9",
                "jordo/ml",
                "jakkaj/mlgpu",
                "georgedockeraccount/utils_with_amlwb_base_gpu:azcopyenabled",
                "busybox",
                "localhost:5000/a/b__c:1",
                "mcr.microsoft.com/azureml/base:0.2.1",
                "python@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void acceptsImages(String name) {
        assertThat(ImageName.isImageName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "microsoft/mmlspark::plus-0.7.91",
                "--privileged",
                "-v/:/host",
                "a b",
                "a;id",
                "a/$(id)",
                "Microsoft",
                "a//b",
                "/a",
                "a/",
                "a:",
                "a:-x",
                "a@sha256:12",
                "a@md5:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                ""
            })
    void refusesWhatIsNone(String name) {
        assertThat(ImageName.isImageName(name)).isFalse();
    }

    @Test
    void boundsTheLength() {
        assertThat(ImageName.isImageName("a".repeat(255))).isTrue();
        assertThat(ImageName.isImageName("a".repeat(256))).isFalse();
        assertThat(ImageName.isImageName("a:" + "b".repeat(129))).isFalse();
    }
}
