package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private static final Place PLACE = new Place("f", 1, 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.4",
                "a-b.c1",
                "VM.CloudApp.Azure.com",
                "host:1",
                "host:65535",
                "::1",
                "fe80::a:b",
                "[::1]",
                "[fe80::1]:5022"
            })
    void theseAreAddresses(String address) {
        assertThat(isRefused(address, "u", "i")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-oProxyCommand=id",
                "--",
                "a..b",
                ".a",
                "a.",
                "a-",
                "-a.b",
                "a.-b",
                "host:",
                "host:0",
                "host:65536",
                "host:-1",
                "host:+22",
                "host:22:x",
                "ssh://host",
                "user@host",
                "[::1",
                "[::1]22",
                "[]",
                "[::1]:",
                "gr\u00f6\u00dfe.de",
                "host:\u0661",
                "a_b"
            })
    void theseAreNot(String address) {
        assertThat(isRefused(address, "u", "i")).isTrue();
    }

    @Test
    void theRemedyFitsTheMistake() {
        assertThat(remedy("ssh://host")).isEqualTo("write the host alone, without ssh://");
        assertThat(remedy("user@host")).isEqualTo("write the host alone, and the user as username:");
        assertThat(remedy("a b")).isEqualTo("write address: <host> or address: <host>:<port>");
    }

    @Test
    void noCharacterThatAShellOrAnOptionParserKnowsGetsThrough() {
        List<String> let = new ArrayList<>();
        for (char c : " ;|&$`'\"\\<>(){}*?!#~%^=,+\n\t\r\0\u00fc\u2028".toCharArray()) {
            for (int at = 0; at <= 4; at++) {
                String inserted = "demo".substring(0, at) + c + "demo".substring(at);
                if (!isRefused(inserted, "u", "i")) {
                    let.add("address " + inserted);
                }
                if (!isRefused("h", inserted, "i")) {
                    let.add("username " + inserted);
                }
                if (!isRefused("h", "u", inserted)) {
                    let.add("image " + inserted);
                }
                if (!isRefusedNetwork(inserted)) {
                    let.add("network " + inserted);
                }
            }
        }
        for (String option : List.of("-l", "--help", "-oProxyCommand=touch x", "-")) {
            if (!isRefused(option, "u", "i")
                    || !isRefused("h", option, "i")
                    || !isRefused("h", "u", option)
                    || !isRefusedNetwork(option)) {
                let.add(option);
            }
        }
        assertThat(let).isEmpty();
    }

    @Test
    void lengthsAreBounded() {
        assertThat(isRefused("a".repeat(63), "u".repeat(64), "i")).isFalse();
        assertThat(isRefused("a".repeat(64), "u", "i")).isTrue();
        assertThat(isRefused("h", "u".repeat(65), "i")).isTrue();
        assertThat(isRefused("a.".repeat(127) + "a", "u", "i")).isTrue();
        assertThat(isRefused("a:".repeat(100_000), "u", "i")).isTrue();
        assertThat(isRefusedNetwork("n".repeat(128))).isFalse();
        assertThat(isRefusedNetwork("n".repeat(129))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "host", "bridge", "default", "my_project-1.net", "x", "1a"})
    void theseAreNetworks(String network) {
        assertThat(isRefusedNetwork(network)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"container:web", "_x", ".x", "a/b", "a b", "größe", "net,alias=x"})
    void theseAreNoNetworks(String network) {
        assertThat(isRefusedNetwork(network)).isTrue();
    }

    private static boolean isRefusedNetwork(String network) {
        Findings findings = new Findings();
        Grammar.checkNetwork("dockerNetwork", new Text(network, PLACE), findings);
        return catchThrowable(findings::refuse) != null;
    }

    private static boolean isRefused(String address, String user, String image) {
        return !remedy(address, user, image).isEmpty();
    }

    private static String remedy(String address) {
        return remedy(address, "u", "i");
    }

    private static String remedy(String address, String user, String image) {
        try {
            findings(address, user, image).refuse();
            return "";
        } catch (AmlException e) {
            return e.remedy();
        }
    }

    private static Findings findings(String address, String user, String image) {
        Findings findings = new Findings();
        Grammar.checkAddress(new Text(address, PLACE), TargetType.REMOTE, findings);
        Grammar.checkUser(new Text(user, PLACE), TargetType.REMOTE, findings);
        Grammar.checkImage("baseDockerImage", new Text(image, PLACE), findings);
        return findings;
    }
}
