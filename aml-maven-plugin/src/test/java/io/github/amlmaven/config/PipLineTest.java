package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.PipItem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipLineTest {
    private static final Place PLACE = new Place("f", 1, 1);

    @TempDir
    Path folder;

    private final Findings findings = new Findings();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests",
                "requests==2.32.3",
                "requests >= 2.0, < 3",
                "requests[security,socks]==2.0",
                "requests (>=2.0)",
                "requests~=2.0; python_version < '3.8'",
                "requests; sys_platform == 'win32'",
                "requests==1.0 --hash=sha256:abc",
                "requests @ https://example.com/requests-1.0.zip",
                "a===1",
                "https://example.com/x-1.0-py3-none-any.whl",
                "git+https://github.com/x/y.git@v1#egg=y",
                "git+ssh://git@github.com/x/y.git",
                "--index-url https://example.com/simple",
                "-i https://example.com/simple",
                "--extra-index-url=https://example.com/simple",
                "--pre",
                "--require-hashes",
                "--no-binary :all:",
                "-e git+https://github.com/x/y.git#egg=y",
                "-f https://example.com/wheels",
                "--find-links=/azureml-share/wheels",
                "-r https://example.com/requirements.txt",
                "/azureml-share/wheels/x.whl",
                "/azureml-share/mypackage",
                "file:///azureml-share/x.whl"
            })
    void theseAreKeptAsTheyAreWritten(String text) {
        PipItem item = read(text);
        assertThat(item).isEqualTo(new PipItem(text, null));
        assertThat(item.isOption()).isEqualTo(text.startsWith("-"));
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "scikit-learn=0.19, scikit-learn==0.19",
        "scikit-learn = 0.19, scikit-learn==0.19",
        "x[a]=1; python_version == '3.5', x[a]==1; python_version == '3.5'"
    })
    void aSingleSignIsReadAsTwo(String written, String text) {
        assertThat(read(written)).isEqualTo(new PipItem(text, null));
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly("f:1:1: an item of pip is '" + written + "', and pip writes two signs; it is read as '"
                        + text + "' -> write " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"requests pandas", "x=1=py35_0", "=1", "x y==1", "(x)", "größe", "x|y"})
    void theseAreNoRequirements(String text) {
        read(text);
        assertThat(refusal())
                .hasMessage("f:1:1: an item of pip is '" + text + "', which is no requirement of pip\n"
                        + "-> write <package> or <package>==<version>, one package to an item");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "-r requirements.txt => write the lines of that file here, an item each",
                "--requirement=requirements.txt => write the lines of that file here, an item each",
                "-rrequirements.txt => write the lines of that file here, an item each",
                "-c limits.txt => write the versions here, behind the packages",
                "-e . => make a wheel of it (pip wheel --no-deps <folder>), and name that: <path>.whl",
                "--find-links ./wheels => name each file itself: <path>.whl",
            })
    void optionsThatNeedFilesOfThisComputerAreRefused(String text, String remedy) {
        assertThat(read(text)).isNull();
        assertThat(refusal())
                .hasMessage("f:1:1: an item of pip is '" + text
                        + "', and pip runs where the files of this computer are not\n-> " + remedy);
    }

    @Test
    void aWheelIsFoundFromTheProjectFromTheFileAndByItsWholePath() throws IOException {
        SampleProject project = new SampleProject(folder)
                .file("wheels/a b.whl", "x")
                .file("aml_config/near.tar.gz", "x")
                .file("aml_config/x.whl", "theirs")
                .file("x.whl", "mine");
        Path wheel = project.folder().resolve("wheels/a b.whl");
        for (String text : new String[] {
            "wheels/a b.whl",
            "./wheels/a b.whl",
            "wheels\\a b.whl",
            "../wheels/a b.whl",
            wheel.toString(),
            wheel.toUri().toString()
        }) {
            assertThat(read(text)).as(text).isEqualTo(new PipItem(text, wheel));
        }
        String address = "file://" + folder.resolve("x.whl");
        assertThat(read("x @ " + address)).isEqualTo(new PipItem(address, folder.resolve("x.whl")));
        assertThat(read("near.tar.gz").file()).isEqualTo(folder.resolve("aml_config/near.tar.gz"));
        assertThat(read("x.whl").file()).isEqualTo(folder.resolve("x.whl"));
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "wheels/x.whl => there is no file 'wheels/x.whl' in the project => correct the path; it begins at the"
                        + " project's folder or at that of aml_config/conda_dependencies.yml",
                "/nowhere/x.zip => there is no file '/nowhere/x.zip' on this computer => copy it into the project and write"
                        + " its path there, such as wheels/x.zip",
                "C:\\wheels\\x.whl => there is no file 'C:\\wheels\\x.whl' on this computer => copy it into the project and"
                        + " write its path there, such as wheels/x.whl",
                "file:///nowhere/x.whl => there is no file 'file:///nowhere/x.whl' on this computer => copy it into the"
                        + " project and write its path there, such as wheels/x.whl",
                "file://host/x.whl => there is no file 'file://host/x.whl' on this computer => copy it into the project"
                        + " and write its path there, such as wheels/x.whl",
                "./mypackage => an item of pip is the path './mypackage', and of files only .whl, .tar.gz and .zip can be"
                        + " installed => make a wheel of it (pip wheel --no-deps <folder>), and name that: <path>.whl",
                ". => an item of pip is the path '.', and of files only .whl, .tar.gz and .zip can be installed => make a"
                        + " wheel of it (pip wheel --no-deps <folder>), and name that: <path>.whl",
            })
    void aFileThatIsNotThereIsAMistake(String text, String problem, String remedy) {
        assertThat(read(text)).isNull();
        assertThat(refusal()).hasMessage("f:1:1: " + problem + "\n-> " + remedy);
    }

    private PipItem read(String text) {
        return new PipLine(folder, DependencyFiles.CONDA, findings).read(new Text(text, PLACE));
    }

    private AmlException refusal() {
        return catchThrowableOfType(AmlException.class, findings::refuse);
    }
}
