package io.github.amlmaven.compute;

import static io.github.amlmaven.compute.ImageScene.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.compute.Requirements.PythonPackages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentRecipeTest {
    private static final String BASE = "sha256:" + "ab".repeat(32);
    private static final PythonPackages PACKAGES = new PythonPackages(
            "aml_config/conda_dependencies.yml",
            List.of("conda-forge", "defaults"),
            List.of("python=3.11", "numpy"),
            List.of(line("--pre"), line("pandas==1.0")));

    @TempDir
    private Path temp;

    @Test
    void theNameIsOfTheWorkbenchsForm() {
        assertThat(name(PACKAGES)).matches("azureml_[0-9a-f]{32}").isEqualTo(name(PACKAGES));
    }

    @Test
    void theFilesNameAndTheOrderOfCondasPackagesMeanNothing() {
        assertThat(name(new PythonPackages(
                        "other.yml", PACKAGES.channels(), List.of(" numpy ", "python=3.11"), PACKAGES.pip())))
                .isEqualTo(name(PACKAGES));
    }

    @Test
    void everythingElseInTheFileCounts() {
        List<String> channels = PACKAGES.channels();
        List<String> conda = PACKAGES.conda();
        List<PipItem> pip = PACKAGES.pip();
        assertThat(List.of(
                        name(PACKAGES),
                        new EnvironmentRecipe("sha256:" + "ac".repeat(32), PACKAGES).name(),
                        name(new PythonPackages("f", List.of("defaults", "conda-forge"), conda, pip)),
                        name(new PythonPackages("f", channels, List.of("python=3.12", "numpy"), pip)),
                        name(new PythonPackages("f", channels, conda, List.of(pip.get(1), pip.get(0)))),
                        name(new PythonPackages("f", channels, conda, List.of(line("--pre"), line("pandas==1.1")))),
                        name(new PythonPackages("f", List.of(), conda, pip)),
                        // The same texts elsewhere.
                        name(new PythonPackages(
                                "f", List.of("conda-forge"), List.of("defaults", "python=3.11", "numpy"), pip))))
                .doesNotHaveDuplicates();
    }

    @Test
    void ofAFileItsNameAndContentCountAndNotItsFolder() throws IOException {
        Path one = Files.writeString(folder("one").resolve("a-1-py3-none-any.whl"), "content");
        Path elsewhere = Files.writeString(folder("other").resolve("a-1-py3-none-any.whl"), "content");
        Path other = Files.writeString(folder("third").resolve("a-1-py3-none-any.whl"), "Content");
        Path named = Files.writeString(folder("fourth").resolve("b-1-py3-none-any.whl"), "content");

        assertThat(name(of(one))).isEqualTo(name(of(elsewhere)));
        assertThat(List.of(name(of(one)), name(of(other)), name(of(named)))).doesNotHaveDuplicates();
    }

    @Test
    void theContextHoldsTheFilesAndNothingElseOfTheProject() throws Exception {
        Path wheel = Files.writeString(folder("wheels").resolve("a-1-py3-none-any.whl"), "content");
        Files.writeString(temp.resolve("wheels/secret.txt"), "secret");
        String longName = "b".repeat(120) + ".tar.gz";
        Path source = Files.writeString(temp.resolve("wheels").resolve(longName), "x".repeat(1000));
        PythonPackages packages = new PythonPackages(
                "f",
                List.of(),
                List.of("Python=3.11", "pip", "scikit-learn"),
                List.of(
                        new PipItem("wheels\\a-1-py3-none-any.whl[plot] ; python_version > '3'", wheel),
                        new PipItem("./wheels/" + longName, source)));
        Path unpacked = folder("unpacked");

        Process tar = new ProcessBuilder("tar", "-xf", "-", "-C", unpacked.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream context =
                        new EnvironmentRecipe(BASE, packages).context("azureml_" + "c".repeat(32), "a/b/c", true);
                var in = tar.getOutputStream()) {
            context.transferTo(in);
        }
        assertThat(tar.inputReader().lines().toList()).isEmpty();
        assertThat(tar.waitFor()).isZero();

        String setup = "/azureml-envs/azureml_" + "c".repeat(32) + ".setup/";
        assertThat(unpacked.resolve("setup/requirements.txt"))
                .hasContent(setup + "0/a-1-py3-none-any.whl[plot] ; python_version > '3'\n" + setup + "1/" + longName);
        assertThat(unpacked.resolve("setup/0/a-1-py3-none-any.whl")).hasContent("content");
        assertThat(unpacked.resolve("setup/1/" + longName)).hasContent("x".repeat(1000));
        assertThat(unpacked.resolve("setup/python_specs")).hasContent("Python=3.11\n");
        assertThat(unpacked.resolve("setup/conda_packages")).hasContent("scikit-learn\n");
        assertThat(unpacked.resolve("setup/spark")).exists();
        assertThat(unpacked.resolve("Dockerfile"))
                .content()
                .startsWith("FROM " + "ab".repeat(32) + "\nLABEL io.github.amlmaven.environment=\"" + "c".repeat(32))
                .doesNotContain("@");
        try (var files = Files.walk(unpacked)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(11);
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    private static PythonPackages of(Path file) {
        return new PythonPackages("f", List.of(), List.of(), List.of(new PipItem(file.toString(), file)));
    }

    private static String name(PythonPackages packages) {
        return new EnvironmentRecipe(BASE, packages).name();
    }
}
