package io.github.amlmaven.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Link files are those of the Workbench, and what is none is told. */
class AssetLinkTest {
    @TempDir
    Path project;

    @Test
    void aLinkIsByteForByteTheWorkbenchs() throws IOException {
        Path file = new AssetLink("days.pkl", 1).writeTo(project);
        assertThat(file).isEqualTo(project.resolve("assets/days.pkl.link"));
        assertThat(Files.readString(file))
                .isEqualTo("{\"assetSource\":\"azureml\",\"name\":\"days.pkl\",\"version\":\"1\"}");
        assertThat(AssetLink.read(file, "days.pkl.link")).isEqualTo(new AssetLink("days.pkl", 1));
        new AssetLink("days.pkl", 2).writeTo(project);
        assertThat(AssetLink.read(file, "days.pkl.link").version()).isEqualTo(2);
        try (var files = Files.list(project.resolve("assets"))) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "[]",
                "{}",
                "{\"assetSource\":\"azureml\",\"name\":\"model\"}",
                "{\"assetSource\":\"other\",\"name\":\"model\",\"version\":\"1\"}",
                "{\"assetSource\":\"azureml\",\"name\":\"../model\",\"version\":\"1\"}",
                "{\"assetSource\":\"azureml\",\"name\":[\"model\"],\"version\":\"1\"}",
                "{\"assetSource\":\"azureml\",\"name\":\"model\",\"version\":\"0\"}",
                "{\"assetSource\":\"azureml\",\"name\":\"model\",\"version\":\"1.5\"}",
                "{\"assetSource\":\"azureml\",\"name\":\"model\",\"version\":\"99999999999\"}",
                "{\"assetSource\":\"azureml\",\"name\":\"model\",\"version\":\"1\"} {}"
            })
    void whatIsNoLinkIsTold(String content) throws IOException {
        Path file = Files.writeString(project.resolve("x.link"), content);
        assertThatThrownBy(() -> AssetLink.read(file, "x.link"))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("x.link is not a link to an asset: ")
                .hasMessageContaining("mvn aml:promote");
    }

    @Test
    void aLargeFileAFolderAndNothingAreTold() throws IOException {
        Path large = Files.writeString(project.resolve("large"), " ".repeat(5000));
        assertThatThrownBy(() -> AssetLink.read(large, "large")).hasMessageContaining("larger than 4096 bytes");
        assertThatThrownBy(() -> AssetLink.read(project, "folder")).hasMessageContaining("there is no link file");
        assertThatThrownBy(() -> AssetLink.read(project.resolve("gone"), "gone"))
                .hasMessageContaining("there is no link file");
    }

    @Test
    void aVersionMayBeANumberToo() throws IOException {
        Path file = Files.writeString(
                project.resolve("x.link"), "{\"version\": 7, \"name\": \"m\", \"assetSource\": \"azureml\"}\n");
        assertThat(AssetLink.read(file, "x.link")).isEqualTo(new AssetLink("m", 7));
    }

    @Test
    void whatIsInTheWayIsToldBeforeAnythingHappens() throws IOException {
        Files.createDirectories(project.resolve("assets/model.link"));
        assertThatThrownBy(() -> AssetLink.place(project, "model")).hasMessageContaining("is a folder");
        Path other = Files.createDirectory(project.resolve("other"));
        Files.writeString(other.resolve("assets"), "a file");
        assertThatThrownBy(() -> AssetLink.place(other, "model")).hasMessageContaining("is not a folder");
    }

    /** Whoever can put a link in the place of a link's file does not get another file overwritten. */
    @Test
    void aLinkInItsPlaceIsReplacedAndNotFollowed() throws IOException {
        Path precious = Files.writeString(project.resolve("precious"), "precious");
        Files.createDirectory(project.resolve("assets"));
        Files.createSymbolicLink(project.resolve("assets/model.link"), precious);
        new AssetLink("model", 1).writeTo(project);
        assertThat(precious).hasContent("precious");
        assertThat(project.resolve("assets/model.link")).isRegularFile();
    }
}
