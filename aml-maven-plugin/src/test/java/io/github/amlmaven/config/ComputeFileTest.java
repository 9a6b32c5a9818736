package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.compute.LocalTarget;
import io.github.amlmaven.compute.RemoteTarget;
import io.github.amlmaven.compute.SshAddress;
import io.github.amlmaven.compute.SshLogin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComputeFileTest {
    private static final String REMOTE = "address: vm.cloudapp.azure.com\nusername: demo\n";
    private static final List<String> KEYS = List.of(
            "baseDockerImage",
            "address",
            "username",
            "password",
            "sharedVolumes",
            "nvidiaDocker",
            "dockerNetwork",
            "memory",
            "cpus",
            "shmSize",
            "nativeSharedDirectory",
            "pythonLocation",
            "sparkSubmitLocation",
            "userManagedEnvironment",
            "yarnDeployMode",
            "cluster",
            "native");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "local, local",
        "docker, docker",
        "localdocker, docker",
        "LocalDocker, docker",
        "remotedocker, remotedocker",
        "virtualmachine, remotedocker",
        "remote, remote",
        "cluster, cluster"
    })
    void knowsEverySpellingOfATypeQuotedOrNot(String spelling, String type) throws IOException {
        assertThat(read("type: " + spelling + "\n" + REMOTE).settings().type()).isEqualTo(type);
        assertThat(read("{\"type\": \"" + spelling + "\", \"address\": \"h\", \"username\": \"u\"}")
                        .settings()
                        .type())
                .isEqualTo(type);
    }

    @Test
    void knowsTheFlagsThatStoodForTheType() throws IOException {
        assertThat(read("cluster: True\nnative: True\n" + REMOTE).type()).isEqualTo(TargetType.CLUSTER);
        assertThat(read("cluster: False\nnative: False\n" + REMOTE).type()).isEqualTo(TargetType.REMOTEDOCKER);
        assertThat(problem("cluster: False\nnative: True\n")).isEqualTo("aml_config/t.compute:1:1: type is missing");
    }

    @Test
    void aMissingOrUnknownTypeIsRefusedWithTheList() {
        assertThat(refusal("address: x\n")).isEqualTo("""
                        aml_config/t.compute:1:1: type is missing
                        -> write type: and one of local, docker, remotedocker, remote or cluster""");
        assertThat(refusal("type: batchai\n")).isEqualTo("""
                        aml_config/t.compute:1:7: type is 'batchai', which is no type of compute target
                        -> write one of local, docker, remotedocker, remote or cluster""");
        assertThat(refusal("type: localdokcer\n")).endsWith("-> write type: localdocker");
        assertThat(refusal("tpye: local\n")).isEqualTo("""
                        aml_config/t.compute:1:1: type is missing; here is 'tpye'
                        -> rename 'tpye' to type""");
    }

    @Test
    void theLocalTargetGetsItsTwoKeys() throws IOException {
        assertThat(read("type: local\npythonLocation: \"C:\\\\Python 35\\\\python.exe\"\n")
                        .settings())
                .isEqualTo(new LocalTarget.Settings("t", "C:\\Python 35\\python.exe", null));
        assertThat(read("type: local\nnativeSharedDirectory: ~/.azureml/share/ \npythonLocation: null\n")
                        .settings())
                .isEqualTo(new LocalTarget.Settings("t", null, "~/.azureml/share/"));
        assertThat(read("type: local\npythonLocation:\nnativeSharedDirectory: \"\"\n")
                        .settings())
                .isEqualTo(new LocalTarget.Settings("t", null, null));
        assertThat(read("type: local\nnativeSharedDirectory: \"~\"\n").settings())
                .isEqualTo(new LocalTarget.Settings("t", null, "~"));
        assertThat(read("type: remote\n" + REMOTE).settings())
                .isEqualTo(new RemoteTarget.Settings(
                        "t",
                        new SshLogin(
                                new SshAddress("vm.cloudapp.azure.com", null, "demo"),
                                null,
                                folder.resolve("aml_config/known_hosts")),
                        null,
                        null));
    }

    @Test
    void aBareTildeIsNullAndSaidSo() throws IOException {
        Findings findings = new Findings();
        assertThat(read("type: local\nnativeSharedDirectory: ~\n", findings).settings())
                .isEqualTo(new LocalTarget.Settings("t", null, null));
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        "aml_config/t.compute:2:24: nativeSharedDirectory: ~ means null in YAML, so there is no"
                                + " share folder -> write \"~/\" for the home folder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '~',
            value = {
                "sharedVolumes: yes please => sharedVolumes is 'yes please', which is neither true nor false",
                "sharedVolumes: 1 => sharedVolumes is '1', which is neither true nor false",
                "sharedVolumes: true. => sharedVolumes is 'true.', which is neither true nor false",
                "nvidiaDocker: [true] => nvidiaDocker is a list where a single value is wanted",
                "pythonLocation: {a: b} => pythonLocation is a map where a single value is wanted",
                "pythonLocation: \"a\\nb\" => pythonLocation holds a line break or another control character",
                "nativeSharedDirectory: share/x => nativeSharedDirectory is 'share/x', which is no absolute path on this"
                        + " computer",
                "nativeSharedDirectory: \"~other/x\" => nativeSharedDirectory is '~other/x', which is no absolute path on"
                        + " this computer",
                "yarnDeployMode: yarn => yarnDeployMode is 'yarn'",
                "address: -oProxyCommand=id => address is '-oProxyCommand=id', which is no host name or IP address",
                "address: a b => address is 'a b', which is no host name or IP address",
                "address: host:99999 => address is 'host:99999', which is no host name or IP address",
                "username: -l => username is '-l', which is no user name",
                "username: a;id => username is 'a;id', which is no user name",
                "baseDockerImage: --privileged => baseDockerImage is '--privileged', which is no image name",
                "baseDockerImage: a::b => baseDockerImage is 'a::b', which is no image name",
            })
    void checksTheKeysOfEveryType(String line, String problem) {
        assertThat(problem("type: local\n" + line + "\n"))
                .endsWith(": " + problem)
                .contains("t.compute:2:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "address: 10.0.0.4",
                "address: vm.cloudapp.azure.com:5022",
                "address: '[fe80::1]:22'",
                "address: '::1'",
                "address: ",
                "username: sshuser",
                "username: a.b_c-d",
                "baseDockerImage: 'microsoft/mmlspark:plus-gpu-0.9.9 '",
                "baseDockerImage: null",
                "sharedVolumes: TRUE",
                "sharedVolumes: \"false\"",
                "nvidiaDocker: off",
                "yarnDeployMode: Client",
                "password: AzureMlSecret=vm#user#0123456789abcdef0123456789abcdef",
                "password: ",
                "password: ''",
                "nativeSharedDirectory: /datadrive01/amlwbShare/",
                "nativeSharedDirectory: \"/tmp/\""
            })
    void acceptsWhatPublicProjectsHold(String line) throws IOException {
        Findings findings = new Findings();
        read("type: local\n" + line + "\n", findings);
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "True", "TRUE", "yes", "Yes", "on", "ON", "\"true\"", "'Yes'", "\" true \"", "true # x"})
    void theseAreTrue(String written) throws IOException {
        Findings findings = new Findings();
        read("type: docker\nnativeSharedDirectory: /x\nsharedVolumes: " + written + "\n", findings);
        findings.refuse();
        assertThat(findings.remarks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "no", "OFF", "'No'", "null", "~", "\"\"", ""})
    void theseAreNotTrue(String written) throws IOException {
        Findings findings = new Findings();
        read("type: docker\nnativeSharedDirectory: /x\nsharedVolumes: " + written + "\n", findings);
        findings.refuse();
        assertThat(findings.remarks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"y", "n", "1", "0", "010", "0x1", "1_000", "22:22", ".inf", "1e3", "2018-01-01", "wahr", "'null'"
            })
    void theseAreNeither(String written) {
        String value = written.replace("'", "");
        assertThat(problem("type: docker\nsharedVolumes: " + written + "\n"))
                .isEqualTo(
                        "aml_config/t.compute:2:16: sharedVolumes is '" + value + "', which is neither true nor false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "on", "010", "1_000", "22:22", "0x1", "1e3", ".5", "2018-01-01", "true", "-", "a: b"})
    void textIsTakenAsItIsWritten(String written) throws IOException {
        String quoted = written.equals("-") || written.contains(": ") ? "'" + written + "'" : written;
        assertThat(read("type: local\npythonLocation: " + quoted + "\n").settings())
                .isEqualTo(new LocalTarget.Settings("t", written, null));
    }

    @Test
    void aRemoteTargetNeedsAnAddressAndAUser() {
        assertThat(refusal("type: remotedocker\nadress: x\nusername: \n")).isEqualTo("""
                        2 mistakes in the configuration:
                          aml_config/t.compute:2:1: address is missing; here is 'adress'
                            -> rename 'adress' to address
                          aml_config/t.compute:3:10: username is missing
                            -> write username: <the SSH user>
                        -> mend all of them, then try again; nothing has been run""");
        assertThat(problem("type: remote\nusername: u\naddress: h\nnativeSharedDirectory: C:\\share\n"))
                .endsWith("nativeSharedDirectory is 'C:\\share', which is no absolute path on the target");
    }

    @Test
    void aClusterIsReachedByItsSshAddress() throws IOException {
        assertThat(refusal("type: cluster\naddress: iris.azurehdinsight.net\nusername: sshuser\n"))
                .isEqualTo("""
                        aml_config/t.compute:2:10: address is 'iris.azurehdinsight.net', the web address of the cluster
                        -> write its SSH address: iris-ssh.azurehdinsight.net""");
        Findings findings = new Findings();
        read(
                "type: cluster\naddress: iris-ssh.azurehdinsight.net\nusername: admin\nnativeSharedDirectory: /x\n",
                findings);
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        "aml_config/t.compute:3:11: username is 'admin', which is the cluster's web user -> write the"
                                + " SSH user, often username: sshuser",
                        "aml_config/t.compute:4:24: nativeSharedDirectory has no effect on a cluster -> let the script use"
                                + " the storage of the cluster by its wasb:// path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: hunter2",
                "\"password\": \"hunter2\"",
                "PASSWORD: hunter2",
                "passwrod: hunter2",
                "accountKey: hunter2",
                "sshSecret: hunter2",
                "sas_token: hunter2",
                "whatever: https://x/?sig=hunter2"
            })
    void refusesSecretsAndNeverShowsThem(String line) {
        assertThat(refusal("type: local\n" + line + "\n"))
                .contains("t.compute:2:", "holds a secret in plain text, and this file is shared")
                .doesNotContain("hunter2");
    }

    @Test
    void theRemedyForASecretSuitsTheTarget() {
        assertThat(refusal("type: local\npassword: hunter2\n")).isEqualTo("""
                        aml_config/t.compute:2:11: password holds a secret in plain text, and this file is shared
                        -> delete the line and change the secret; a target of type local needs none""");
        assertThat(refusal("type: localdocker\naccountKey: hunter2\n"))
                .endsWith("-> delete the line and change the secret; a target of type docker needs none");
        assertThat(refusal("type: remote\naddress: h\nusername: u\npassword: hunter2\n"))
                .endsWith(
                        "-> delete the value here and change the secret; use an SSH key, or a <server> in settings.xml");
    }

    @Test
    void everySingleSlipInAKeyIsNamedWithTheRightSpelling() throws IOException {
        for (String key : KEYS) {
            for (String slip : slips(key)) {
                Findings findings = new Findings();
                read("type: docker\n" + slip + ": \n", findings);
                findings.refuse();
                assertThat(findings.remarks())
                        .as(slip)
                        .extracting(Remark::text)
                        .containsExactly("aml_config/t.compute:2:1: unknown key '" + slip
                                + "' is ignored -> did you mean " + key + "?");
            }
        }
    }

    @Test
    void aKeyInTheWrongCaseIsReadAndSaidSo() throws IOException {
        Findings findings = new Findings();
        assertThat(read("Type: local\npythonlocation: py\n", findings).settings())
                .isEqualTo(new LocalTarget.Settings("t", "py", null));
        assertThat(findings.remarks())
                .extracting(Remark::text)
                .containsExactly(
                        "aml_config/t.compute:1:1: 'Type' is read as type -> write it so",
                        "aml_config/t.compute:2:1: 'pythonlocation' is read as pythonLocation -> write it so");
        assertThat(refusal("type: local\nsharedvolumes: true\nsharedVolumes: false\n"))
                .contains("aml_config/t.compute:3:1: 'sharedVolumes' and 'sharedvolumes' (line 2) are the same key");
    }

    @Test
    void anUnknownKeyIsNamed() throws IOException {
        Findings findings = new Findings();
        read("type: local\ncolour: blue\n", findings);
        assertThat(findings.remarks())
                .containsExactly(new Remark(
                        Remark.Severity.WARNING,
                        "aml_config/t.compute:2:1: unknown key 'colour' is ignored -> delete it"));
    }

    @Test
    void unknownKeysWithoutEndAreCounted() throws IOException {
        StringBuilder text = new StringBuilder("type: local\n");
        for (int i = 0; i < 1000; i++) {
            text.append("setting").append(i).append(": x\n");
        }
        Findings findings = new Findings();
        read(text.toString(), findings);
        assertThat(findings.remarks()).hasSize(21);
        assertThat(findings.remarks().get(20).text())
                .isEqualTo(
                        "aml_config/t.compute:1:1: 980 more unknown keys below this are ignored -> check that this is"
                                + " a file of the kind that its name says");
    }

    private static List<String> slips(String key) {
        List<String> slips = new ArrayList<>();
        for (int i = 0; i < key.length(); i++) {
            slips.add(key.substring(0, i) + key.substring(i + 1));
            slips.add(key.substring(0, i) + "q" + key.substring(i));
            slips.add(key.substring(0, i) + "q" + key.substring(i + 1));
            if (i > 0 && key.charAt(i) != key.charAt(i - 1)) {
                slips.add(key.substring(0, i - 1) + key.charAt(i) + key.charAt(i - 1) + key.substring(i + 1));
            }
        }
        slips.removeIf(slip -> slip.equalsIgnoreCase(key));
        return slips;
    }

    private ComputeFile read(String text) throws IOException {
        Findings findings = new Findings();
        ComputeFile file = read(text, findings);
        findings.refuse();
        return file;
    }

    private ComputeFile read(String text, Findings findings) throws IOException {
        new SampleProject(folder).file("aml_config/t.compute", text);
        return ComputeFile.read(folder, "t", findings);
    }

    private String problem(String text) {
        return refusal(text).lines().findFirst().orElseThrow();
    }

    private String refusal(String text) {
        try {
            read(text);
        } catch (AmlException e) {
            return e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("accepted: " + text);
    }
}
