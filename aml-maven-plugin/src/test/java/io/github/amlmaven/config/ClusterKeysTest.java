package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.ClusterTarget;
import io.github.amlmaven.compute.ClusterTarget.Livy;
import io.github.amlmaven.compute.ClusterTarget.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterKeysTest {
    private static final String SSH = "type: cluster\naddress: h\nusername: u\n";
    private static final String LIVY = "type: cluster\nlivyAddress: https://c.azurehdinsight.net/livy\n";

    @TempDir
    Path folder;

    @Test
    void anHdInsightOfTheTimeRunsOnYarn() throws IOException {
        assertThat(settings(SSH).submission()).isEqualTo(new Submission("yarn", true, "spark-submit", null));
        assertThat(settings(SSH + "yarnDeployMode: Cluster\n").submission()).isEqualTo(Submission.DEFAULTS);
        assertThat(settings(SSH + "yarnDeployMode: client\nsparkSubmitLocation: /opt/spark/bin/spark-submit\n")
                        .submission())
                .isEqualTo(new Submission("yarn", false, "/opt/spark/bin/spark-submit", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local",
                "local[2]",
                "local[*]",
                "local[*,4]",
                "spark://h:7077",
                "spark://h1:7077,h2.example.com:7077"
            })
    void otherMastersHaveTheDriverOnTheHeadNode(String master) throws IOException {
        Submission expected = new Submission(master, false, "spark-submit", null);
        assertThat(settings(SSH + "master: " + master + "\n").submission()).isEqualTo(expected);
        assertThat(settings(SSH + "master: " + master + "\nyarnDeployMode: client\n")
                        .submission())
                .isEqualTo(expected);
        assertThat(refusal(SSH + "master: " + master + "\nyarnDeployMode: cluster\n"))
                .isEqualTo("aml_config/t.compute:5:17: yarnDeployMode is cluster, and the master '" + master
                        + "' is not YARN\n-> write yarnDeployMode: client, or delete the line; or write master: yarn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yarn-client",
                "local[x]",
                "local[2",
                "k8s://https://h",
                "spark://",
                "spark://-h:7077",
                "mesos://h:5050",
                "yarn --conf spark.x=y",
                "--help",
                "YARN"
            })
    void whatIsNoMasterIsAMistakeOnEveryType(String master) {
        for (String type : new String[] {SSH, "type: local\n"}) {
            assertThat(refusal(type + "master: '" + master + "'\n"))
                    .contains("master is '" + master + "', which is no master of Spark\n-> write master: yarn, master:"
                            + " local[*], or master: spark://<host>:7077");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://c.azurehdinsight.net/livy",
                "https://c.example.com:8998",
                "https://10.0.0.4/gateway/default/livy/v1",
                "http://localhost:8998",
                "http://LOCALHOST",
                "http://127.0.0.1:8998/"
            })
    void livyNeedsNeitherAddressNorUser(String address) throws IOException {
        ClusterTarget.Settings settings = settings("type: cluster\nlivyAddress: " + address + "\n");
        assertThat(settings.login()).isNull();
        assertThat(settings.submission().livy()).isEqualTo(new Livy(address, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://c.example.com:8998",
                "http://10.0.0.4:8998",
                "http://127.example.org",
                "http://127.0.0.1.x.org"
            })
    void nothingIsSaidToLivyThatOthersCanHear(String address) {
        String host = address.replace("http://", "").replace(":8998", "");
        assertThat(refusal("type: cluster\nlivyAddress: " + address + "\n"))
                .isEqualTo("aml_config/t.compute:2:14: livyAddress is '" + address
                        + "': that is not encrypted, and a password would be seen on the way\n-> write https://, or forward"
                        + " its port, and name that: ssh -NL 8998:" + host
                        + ":8998 <user>@<host>, with livyAddress: http://localhost:8998");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c.azurehdinsight.net",
                "ftp://c.example.com",
                "https://admin:hunter2@c.azurehdinsight.net/livy",
                "https://c.example.com/livy?user.name=x",
                "https://-c.example.com",
                "https://"
            })
    void whatIsNoAddressOfLivyIsAMistake(String address) {
        assertThat(refusal("type: cluster\nlivyAddress: '" + address + "'\n"))
                .contains(
                        "which is no address of Livy\n-> write livyAddress: https://<cluster>.azurehdinsight.net/livy or"
                                + " the like");
    }

    @Test
    void livyWinsOverTheAddressOfAnOldFile() throws IOException {
        ClusterTarget.Settings settings = settings(LIVY + "address: c-ssh.azurehdinsight.net\nusername: sshuser\n");
        assertThat(settings.login()).isNull();
        assertThat(remarks(LIVY + "address: c-ssh.azurehdinsight.net\nusername: sshuser\n"))
                .containsExactly("aml_config/t.compute has livyAddress: the work goes to Livy, and address and username"
                        + " are not used");
    }

    @Test
    void livyHasAMasterOfItsOwn() throws IOException {
        assertThat(remarks(LIVY + "master: local[*]\n"))
                .containsExactly(
                        "aml_config/t.compute:3:9: master has no effect beside livyAddress: Livy has its own ->"
                                + " delete it, or delete livyAddress to give the cluster its work over SSH");
    }

    @ParameterizedTest
    @CsvSource({"/mnt/shared, true", "wasb://c@a.blob.core.windows.net/aml, true", "shared, false", "'/a b', false"})
    void theStorageOfLivyIsAFolder(String storage, boolean fits) throws IOException {
        String text = LIVY + "livyStorage: '" + storage + "'\n";
        if (fits) {
            assertThat(settings(text).submission().livy())
                    .isEqualTo(new Livy("https://c.azurehdinsight.net/livy", storage));
        } else {
            assertThat(refusal(text)).contains("livyStorage is '" + storage + "', which is no folder");
        }
    }

    @Test
    void theKeysOfThisPluginAreNamedWhereTheyHaveNoEffect() throws IOException {
        assertThat(remarks("""
                        type: docker
                        master: yarn
                        livyAddress: https://h/livy
                        livyStorage: /s
                        yarnDeployMode: client
                        sparkSubmitLocation: spark-submit
                        """))
                .containsExactly(
                        "aml_config/t.compute:2:9: master has no effect on a target of type docker -> delete it, or write"
                                + " type: cluster",
                        "aml_config/t.compute:3:14: livyAddress has no effect on a target of type docker -> delete it, or"
                                + " write type: cluster",
                        "aml_config/t.compute:4:14: livyStorage has no effect on a target of type docker -> delete it, or"
                                + " write type: cluster");
        assertThat(remarks(SSH + "livyStorage: /s\n"))
                .containsExactly("aml_config/t.compute:4:14: livyStorage has no effect without livyAddress -> write"
                        + " livyAddress: https://<cluster>.azurehdinsight.net/livy, or delete the line");
    }

    private ClusterTarget.Settings settings(String text) throws IOException {
        Findings findings = new Findings();
        ComputeFile file = read(text, findings);
        findings.refuse();
        return (ClusterTarget.Settings) file.settings();
    }

    private List<String> remarks(String text) throws IOException {
        Findings findings = new Findings();
        read(text, findings);
        findings.refuse();
        return findings.remarks().stream().map(Remark::text).toList();
    }

    private String refusal(String text) {
        return catchThrowableOfType(AmlException.class, () -> settings(text)).getMessage();
    }

    private ComputeFile read(String text, Findings findings) throws IOException {
        new SampleProject(folder).file("aml_config/t.compute", text);
        return ComputeFile.read(folder, "t", findings);
    }
}
