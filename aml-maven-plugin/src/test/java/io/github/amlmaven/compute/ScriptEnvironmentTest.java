package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptEnvironmentTest {
    @Test
    void passesOnWhatProgramsNeedAndNoSecrets() {
        Map<String, String> process = Map.ofEntries(
                Map.entry("PATH", "/bin"),
                Map.entry("LC_ALL", "C.UTF-8"),
                Map.entry("CUDA_VISIBLE_DEVICES", "0"),
                Map.entry("CONDA_TOKEN", "t"),
                Map.entry("MAVEN_CMD_LINE_ARGS", "-Dpassword=x"),
                Map.entry("MAVEN_OPTS", "-Xmx1g"),
                Map.entry("AZURE_STORAGE_KEY", "k"),
                Map.entry("DB_PASS", "p"),
                Map.entry("SSH_AUTH_SOCK", "/s"),
                Map.entry("http_proxy", "http://user:pw@proxy:80"),
                Map.entry("HTTPS_PROXY", "user:pw@proxy:80"),
                Map.entry("TF_VAR_db_pw", "p"),
                Map.entry("TF_CPP_MIN_LOG_LEVEL", "2"),
                Map.entry("R_DB_PWD", "p"),
                Map.entry("LD_LIBRARY_PATH", "/opt/openssl@3/lib"),
                Map.entry("SPARK_SUBMIT_OPTS", "-Dspark.ssl.keyPassword=p"),
                Map.entry("https_proxy", "http://proxy:80"));

        assertThat(ScriptEnvironment.inherited(process, List.of()))
                .containsOnlyKeys(
                        "PATH",
                        "LC_ALL",
                        "CUDA_VISIBLE_DEVICES",
                        "TF_CPP_MIN_LOG_LEVEL",
                        "LD_LIBRARY_PATH",
                        "https_proxy");
    }

    @Test
    void passesOnWhatTheUserNames() {
        Map<String, String> process =
                Map.of("MY_FLAG", "1", "MY_TOKEN", "2", "OTHER_TOKEN", "3", "MAVEN_CMD_LINE_ARGS", "4", "REST", "5");

        assertThat(ScriptEnvironment.inherited(process, List.of("MY_*", "OTHER_TOKEN", "MAVEN_CMD_LINE_ARGS")))
                .containsOnlyKeys("MY_FLAG", "OTHER_TOKEN");
    }
}
