package io.github.amlmaven.compute;

import static io.github.amlmaven.compute.ImageScene.conda;
import static io.github.amlmaven.compute.ImageScene.file;
import static io.github.amlmaven.compute.ImageScene.line;
import static io.github.amlmaven.compute.ImageScene.pip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentImageTest {
    @TempDir
    private Path temp;

    private ImageScene scene;

    @BeforeEach
    void open() {
        scene = new ImageScene();
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void withoutDependenciesItIsTheBaseImageItself() throws IOException {
        EnvironmentImage.Prepared prepared = scene.prepare("aml-test:python", null);

        String id =
                scene.engine.calls().inspectImageCmd("aml-test:python").exec().getId();
        assertThat(prepared.id()).isEqualTo(id);
        assertThat(prepared.environment()).isNull();
        assertThat(prepared.facts())
                .containsEntry("docker_image", "aml-test:python")
                .containsEntry("docker_image_id", id)
                .containsEntry("docker_base_image", "aml-test:python")
                .doesNotContainKey("docker_base_image_digest");
        assertThat(scene.log()).isEmpty();
        assertThat(scene.image("aml-test:python", conda()).find()).contains(prepared);
    }

    @Test
    void aLocalWheelIsInstalledWithoutAnIndexAndEveryUserCanUseIt() throws IOException {
        Path wheel = ImageScene.wheel(temp, "amlwheel", "1.0", UUID.randomUUID().toString());
        var packages = pip(line("--no-index"), file(wheel));

        assertThat(scene.image("aml-test:pip", packages).find()).isEmpty();
        EnvironmentImage.Prepared prepared = scene.prepare("aml-test:pip", packages);

        assertThat(scene.log().lines().findFirst())
                .contains("Building " + prepared.name() + " from aml-test:pip: first use of these dependencies");
        assertThat(scene.log())
                .contains("Successfully installed amlwheel-1.0")
                .endsWith("\nYour environment is now ready\n");
        assertThat(prepared.name()).matches("azureml_[0-9a-f]{32}");
        assertThat(prepared.environment()).isEqualTo("/azureml-envs/" + prepared.name());
        assertThat(scene.run(
                        prepared.id(),
                        "12345:54321",
                        "python",
                        "-c",
                        "import amlwheel, sys, os; print(sys.prefix, len(amlwheel.value), os.getuid())"))
                .isEqualTo(prepared.environment() + " 36 12345");
    }

    @Test
    void whatIsThereIsFoundAgainAndNothingIsBuiltOrSaid() throws IOException {
        var packages = pip(line("--no-index"), file(ImageScene.wheel(temp, "amlwheel", "1.0", unique())));
        EnvironmentImage.Prepared first = scene.prepare("aml-test:pip", packages);
        assertThat(scene.buildSteps()).isEqualTo(6);

        assertThat(scene.image("aml-test:pip", packages).find()).contains(first);
        assertThat(scene.prepare("aml-test:pip", packages)).isEqualTo(first);
        assertThat(scene.log()).isEmpty();
    }

    @Test
    void aChangedPackageIsBuiltAnewAndTheOldOneStays() throws IOException {
        EnvironmentImage.Prepared first = scene.prepare(
                "aml-test:pip", pip(line("--no-index"), file(ImageScene.wheel(temp, "amlwheel", "1.0", unique()))));
        var changed = pip(line("--no-index"), file(ImageScene.wheel(temp, "amlwheel", "1.0", "changed")));

        EnvironmentImage.Prepared second = scene.prepare("aml-test:pip", changed);

        assertThat(second.name()).isNotEqualTo(first.name());
        assertThat(scene.buildSteps()).isEqualTo(6);
        assertThat(value(second)).isEqualTo("changed");
        assertThat(value(first)).hasSize(36);
    }

    private String value(EnvironmentImage.Prepared prepared) throws IOException {
        return scene.run(prepared.id(), "12345", "python", "-c", "import amlwheel; print(amlwheel.value)");
    }

    @Test
    void whatTheBaseImageHasIsStillSeen() throws IOException {
        EnvironmentImage.Prepared prepared = scene.prepare(
                "aml-test:pip", pip(line("--no-index"), file(ImageScene.wheel(temp, "amlwheel", "1.0", unique()))));

        assertThat(scene.run(prepared.id(), "12345", "python", "-c", "import wheel, setuptools; print('seen')"))
                .isEqualTo("seen");
    }

    @Test
    void anImageOfAnotherDefaultUserIsPreparedByRoot() throws IOException {
        String base = scene.derive("aml-test:user", Map.of("unique", unique()), "COPY unique /unique");

        EnvironmentImage.Prepared prepared = scene.prepare(base, conda("python>=3.8"));

        assertThat(scene.log()).doesNotContain("entrypoint").contains("-m venv --system-site-packages --without-pip");
        assertThat(scene.run(prepared.id(), "12345", "python", "-c", "import sys; print(sys.prefix)"))
                .isEqualTo(prepared.environment());
    }

    @Test
    void everythingThatIsMadeSaysWhoseItIs() throws IOException {
        EnvironmentImage.Prepared prepared = scene.prepare(
                "aml-test:pip", pip(line("--no-index"), file(ImageScene.wheel(temp, "amlwheel", "1.0", unique()))));

        InspectImageResponse image =
                scene.engine.calls().inspectImageCmd(prepared.name()).exec();
        String base =
                scene.engine.calls().inspectImageCmd("aml-test:pip").exec().getId();
        assertThat(image.getConfig().getLabels())
                .containsEntry("io.github.amlmaven.environment", prepared.name().substring("azureml_".length()))
                .containsEntry("io.github.amlmaven.project", scene.project.path())
                .containsEntry("io.github.amlmaven.base", base);
        assertThat(image.getRepoTags()).containsExactly(prepared.name() + ":latest");
        assertThat(scene.leftovers()).containsExactly("image " + prepared.id());
    }

    @Test
    void aPythonInTheHomeFolderOfRootIsOpenedToEveryUser() throws IOException {
        String base = scene.derive(
                "aml-test:python",
                Map.of(),
                "RUN mkdir -p /root/python/bin /root/python/lib && cp /usr/bin/python3.11 /root/python/bin/python3"
                        + " && cp -r /usr/lib/python3.11 /root/python/lib && chmod 700 /root /root/python"
                        + " && rm -r /usr/bin/python* /usr/lib/python3*",
                "ENV PATH=/root/python/bin:/bin");

        EnvironmentImage.Prepared prepared = scene.prepare(base, conda("python=3.11"));

        assertThat(scene.run(prepared.id(), "12345", "python", "-c", "import sys, json; print(sys.base_prefix)"))
                .isEqualTo("/root/python");
        assertThat(scene.run(prepared.id(), "12345", "ls", "/root")).contains("Permission denied");
    }

    @Test
    void aPythonThatOnlyRootMayReadIsRefused() throws IOException {
        String base = scene.derive("aml-test:python", Map.of(), "RUN chmod -R go= /usr/lib/python3.11");

        assertThat(failure(base, conda("python=3.11")).problem())
                .isEqualTo("only root can use the Python of the image '" + base + "', which lies in /usr");
    }

    @Test
    void anImageOfTheSameNameThatIsNotOursIsNotTaken() throws IOException {
        var packages = pip(line("--no-index"), file(ImageScene.wheel(temp, "amlwheel", "1.0", unique())));
        String base =
                scene.engine.calls().inspectImageCmd("aml-test:pip").exec().getId();
        String name = new EnvironmentRecipe(base, packages).name();
        scene.engine.calls().tagImageCmd("aml-test:bare", name, "latest").exec();
        try {
            assertThat(scene.image("aml-test:pip", packages).find()).isEmpty();
        } finally {
            scene.engine.calls().removeImageCmd(name).exec();
        }
    }

    @Test
    void aTagThatMovesMeansAnotherImage() throws IOException {
        String one = scene.derive("aml-test:python", Map.of("unique", unique()), "COPY unique /unique");
        String other = scene.derive("aml-test:python", Map.of("unique", unique()), "COPY unique /unique");
        EnvironmentImage.Prepared first = scene.prepare(one, conda("python"));

        scene.engine
                .calls()
                .tagImageCmd(other, one.substring(0, one.indexOf(':')), one.substring(one.indexOf(':') + 1))
                .exec();

        assertThat(scene.image(one, conda("python")).find()).isEmpty();
        assertThat(scene.run(first.id(), "0", "python", "-c", "print('still there')"))
                .isEqualTo("still there");
    }

    @Test
    void condaIsGivenTheFileWhereTheImageHasIt() throws IOException {
        String unique = "pkg" + unique().replace("-", "");
        Path wheel = ImageScene.wheel(temp, "amlwheel", "1.0", unique());
        var packages = new Requirements.PythonPackages(
                ImageScene.FILE,
                List.of("conda-forge", "https://channels.example/a"),
                List.of("python=3.5.2", unique + "=1.0", "numpy"),
                List.of(line("--index-url https://index.example/simple"), file(wheel)));

        EnvironmentImage.Prepared prepared = scene.prepare("aml-test:conda", packages);

        assertThat(scene.log()).contains("stand-in");
        String setup = prepared.environment() + ".setup/";
        assertThat(scene.run(prepared.id(), "12345", "cat", "/opt/conda/calls").lines())
                .contains("conda env create -p " + prepared.environment() + " -f " + setup + "environment.yml");
        assertThat(scene.run(prepared.id(), "12345", "cat", prepared.environment() + "/conda-meta/environment.yml"))
                .isEqualTo("""
                        channels:
                          - "conda-forge"
                          - "https://channels.example/a"
                        dependencies:
                          - "numpy"
                          - "%s=1.0"
                          - "python=3.5.2"
                          - pip:
                            - "--index-url https://index.example/simple"
                            - "%s1/amlwheel-1.0-py3-none-any.whl\"""".formatted(unique, setup));
        assertThat(scene.run(prepared.id(), "12345", "python", "-c", "import sys; print(sys.prefix)"))
                .isEqualTo(prepared.environment());
    }

    @ParameterizedTest
    @CsvSource({"mamba,env create -p", "micromamba,create -y -p"})
    void itsRelativesAreCalledAsTheyWantToBe(String tool, String command) throws IOException {
        String standIn = """
                #!/bin/sh
                echo "called: $*"
                while [ $# -gt 0 ] && [ "$1" != -p ]; do shift; done
                [ $# = 0 ] || python3 -m venv --without-pip "$2"
                """;
        String base = scene.derive(
                "aml-test:python",
                Map.of(tool, standIn),
                "COPY " + tool + " /opt/conda/bin/" + tool,
                "RUN chmod 755 /opt/conda/bin/" + tool);

        EnvironmentImage.Prepared prepared = scene.prepare(base, conda("python=3.5.2", "numpy"));

        String folder = prepared.environment();
        assertThat(scene.log())
                .contains("\ncalled: " + command + " " + folder + " -f " + folder + ".setup/environment.yml\n");
    }

    @Test
    void condaThatFailsIsTold() {
        AmlException failure = failure("aml-test:conda", conda("python=3.6", "no-such-package=1"));

        assertThat(failure.problem())
                .startsWith(
                        "the environment that aml_config/conda_dependencies.yml asks for could not be made on the image"
                                + " 'aml-test:conda': '/opt/conda/bin/conda env create -p /azureml-envs/azureml_")
                .contains("' ended with exit code 1: conda finds no no-such-package=1 in its channels; its last ")
                .contains("\n    Solving environment: failed");
        assertThat(failure.remedy())
                .isEqualTo(
                        "correct its name or version in aml_config/conda_dependencies.yml, or add the channel that has it"
                                + " to channels");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aml-test:bare   | python      | the image 'aml-test:bare' has neither Python nor conda, and aml_config/conda_dependencies.yml asks for packages | name a baseDockerImage with conda, such as CONDA, or with Python, such as python:3.11, in the .compute file
            aml-test:python | numpy=1.11  | aml_config/conda_dependencies.yml asks for packages that only conda can install, and the image 'aml-test:python' has no conda: numpy=1.11, pip=9 | move them below '- pip:', as pip names them; or name a baseDockerImage with conda, such as CONDA, in the .compute file
            aml-test:python | python=3.5.2| aml_config/conda_dependencies.yml asks for python=3.5.2, and the image 'aml-test:python' has Python 3.11.2 and no conda to install another | write python=3.11 in aml_config/conda_dependencies.yml; or name a baseDockerImage with that Python, or with conda, such as CONDA, in the .compute file
            """)
    void whatTheBaseImageLacksIsRefused(String base, String spec, String problem, String remedy) {
        AmlException refusal = failure(base, spec.startsWith("numpy") ? conda("python", spec, "pip=9") : conda(spec));

        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal.remedy()).isEqualTo(remedy.replace("CONDA", DockerTarget.Settings.DEFAULT_IMAGE));
        assertThat(scene.log()).doesNotContain("aml-refusal");
    }

    @Test
    void anImageWithoutPipIsRefused() {
        assertThat(failure("aml-test:python", pip(line("numpy"))).problem())
                .isEqualTo(
                        "the image 'aml-test:python' has Python without pip, and aml_config/conda_dependencies.yml asks"
                                + " for packages from pip");
    }

    @Test
    void anImageWithoutSparkIsRefused() {
        EnvironmentImage image = new EnvironmentImage(
                scene.engine,
                "aml-test:python",
                new Requirements(true, conda("python"), SparkPackages.NONE),
                Credentials.NONE,
                scene.project);

        assertThatThrownBy(() -> image.prepare(scene.log, new Cancellation()))
                .hasMessage(
                        "the image 'aml-test:python' has no spark-submit, neither on its PATH nor in $SPARK_HOME/bin,"
                                + " and Framework is PySpark\n-> name a baseDockerImage with Spark in the .compute file, or write"
                                + " Framework: Python in the .runconfig file");
    }

    @Test
    void anImageWithoutAShellIsRefused() throws IOException {
        String base = scene.derive("aml-test:bare", Map.of(), "ENV PATH=/nowhere");

        assertThat(failure(base, conda("python")).problem()).endsWith("it has no shell (sh)");
    }

    @Test
    void pipThatFailsShowsItsCommandAndLastLines() throws IOException {
        Path wheel = ImageScene.wheel(temp, "amlwheel", "1.0", unique());

        AmlException failure =
                failure("aml-test:pip", pip(line("--no-index"), file(wheel), line("no-such-package==1.0")));

        assertThat(failure.problem())
                .contains("could not be made on the image 'aml-test:pip': '/azureml-envs/azureml_")
                .contains("/bin/python -m pip install -r /azureml-envs/azureml_")
                .contains("' ended with exit code 1: pip finds no no-such-package==1.0 that fits; its last ")
                .contains("\n    ERROR: No matching distribution found for no-such-package==1.0")
                .doesNotContain("Removing intermediate container");
        assertThat(scene.log()).contains("ERROR: No matching distribution found");
        assertThat(scene.leftovers())
                .as("images with the project's label")
                .isNotEmpty()
                .noneMatch(left -> left.startsWith("container"));
    }

    @Test
    void aWheelThatIsGoneIsNamed() {
        assertThatThrownBy(() -> scene.image("aml-test:pip", pip(file(temp.resolve("gone.whl"))))
                        .find())
                .hasMessage("aml_config/conda_dependencies.yml names the file " + temp.resolve("gone.whl")
                        + ", which is not there\n-> build it, or correct the path below '- pip:'");
    }

    @Test
    void aStopEndsTheBuildAndItsContainerWithinASecond() throws IOException {
        String base = scene.derive(
                "aml-test:python",
                Map.of("conda", "#!/bin/sh\necho solving for ever; exec sleep 600\n"),
                "COPY conda /opt/conda/bin/conda",
                "RUN chmod 755 /opt/conda/bin/conda");
        Cancellation cancellation = new Cancellation();
        long[] requested = {0};
        OutputStream log = new OutputStream() {
            private final StringBuilder line = new StringBuilder();

            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                line.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
                if (requested[0] == 0 && line.indexOf("solving for ever") >= 0) {
                    requested[0] = System.nanoTime();
                    cancellation.request();
                }
            }
        };

        AmlException stopped = catchThrowableOfType(
                AmlException.class, () -> scene.image(base, conda("python")).prepare(log, cancellation));

        assertThat(Duration.ofNanos(System.nanoTime() - requested[0])).isLessThan(Duration.ofSeconds(1));
        assertThat(stopped.problem()).isEqualTo("stopped while the environment was prepared");
        scene.awaitNoContainers();
    }

    @Test
    void aLogThatCannotBeWrittenIsTheReasonTold() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                // What begins the line of a command that is run: no more images come of this build.
                if (b == '+') {
                    throw new IOException("disk full");
                }
            }
        };

        assertThatThrownBy(() -> scene.image("aml-test:python", conda("python")).prepare(full, new Cancellation()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }

    @Test
    void whatIsNotPreparedIsToldWithTheGoal() {
        assertThat(scene.image("aml-test:python", conda("python")).notPrepared("docker"))
                .hasMessage(
                        "PrepareEnvironment is false, and the environment that aml_config/conda_dependencies.yml asks"
                                + " for is not prepared on the image 'aml-test:python'\n-> prepare it: mvn aml:prepare"
                                + " -Daml.target=docker; or write PrepareEnvironment: true");
        assertThat(scene.image("nowhere/none:1", null).notPrepared("docker").problem())
                .isEqualTo("PrepareEnvironment is false, and the image 'nowhere/none:1' is not on this computer");
    }

    private AmlException failure(String base, Requirements.PythonPackages packages) {
        AmlException failure = catchThrowableOfType(AmlException.class, () -> scene.prepare(base, packages));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static String unique() {
        return UUID.randomUUID().toString();
    }
}
