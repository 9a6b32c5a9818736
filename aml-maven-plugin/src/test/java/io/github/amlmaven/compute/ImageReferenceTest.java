package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "python, docker.io, python, latest",
        "python:3.11, docker.io, python, 3.11",
        "condaforge/miniforge3, docker.io, condaforge/miniforge3, latest",
        "docker.io/a/b:1, docker.io, docker.io/a/b, 1",
        "index.docker.io/a/b, docker.io, index.docker.io/a/b, latest",
        "mcr.microsoft.com/a/b:1, mcr.microsoft.com, mcr.microsoft.com/a/b, 1",
        "localhost/a, localhost, localhost/a, latest",
        "host:5000/a, host:5000, host:5000/a, latest",
        "host:5000/a:1@sha256:12, host:5000, host:5000/a, sha256:12",
        "microsoft/mmlspark:plus-0.9.9, docker.io, microsoft/mmlspark, plus-0.9.9",
    })
    void isTakenApartAsDockerDoes(String name, String registry, String repository, String version) {
        assertThat(ImageReference.of(name)).isEqualTo(new ImageReference(registry, repository, version));
    }

    @Test
    void theDigestIsThatOfTheRepositoryAskedFor() {
        List<String> digests = List.of("other@sha256:1", "python@sha256:2");

        assertThat(ImageReference.of("python:3.11").digest(digests)).isEqualTo("python@sha256:2");
        assertThat(ImageReference.of("docker.io/library/python").digest(digests))
                .isEqualTo("other@sha256:1");
        assertThat(ImageReference.of("aml-test:python").digest(List.of())).isNull();
        assertThat(ImageReference.of("aml-test:python").digest(null)).isNull();
    }
}
