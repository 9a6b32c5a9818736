package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing that comes from a project is ever run as a command on another computer: it arrives, byte for byte. */
class RemoteHostileTest extends TargetRuns {
    private static final String CANARY = "/tmp/aml-canary-" + System.nanoTime();
    private static final List<String> COMMANDS = List.of(
            "touch " + CANARY,
            "$(touch " + CANARY + ")",
            "`touch " + CANARY + "`",
            ": > " + CANARY,
            "${x:=$(touch " + CANARY + ")}");
    private static final List<String> AROUND = List.of(
            "%s",
            ";%s",
            ";%s;",
            "&%s&",
            "|%s",
            "\n%s\n",
            "'%s'",
            "';%s;'",
            "\"%s\"",
            "\";%s;\"",
            "\\\";%s",
            "\\';%s",
            "\\%s",
            "\\\\%s",
            "%s\\",
            "%s\n",
            "\r\n%s",
            "a=%s",
            "-%s",
            "--%s",
            "-- %s",
            "!%s",
            "~/%s",
            "{%s,%s}",
            "<(%s)",
            "<<EOF\n%s\nEOF",
            "#%s",
            "\u0001%s",
            "\u001b[2J%s",
            "ä€😀%s",
            "\\n%s",
            "\\0101%s",
            "\\c%s",
            "\\x41%s",
            "$'%s'",
            "$((%s))",
            "$[%s]",
            "*%s?",
            "[%s]",
            " %s ",
            "\t%s\t",
            "%%s%s",
            "%%b%s",
            "'\"'\"'%s",
            "$IFS%s",
            "a b c;%s",
            "\n\n\n%s",
            "()%s{",
            "};%s",
            "fi;%s",
            "done;%s",
            "esac;%s",
            ")%s(",
            "$PATH%s",
            "\\\n%s",
            "eval %s",
            "exec %s",
            "\u0000ff%s".substring(1),
            "-c\n%s",
            "=%s");

    @BeforeAll
    static void requireServer() {
        TestSsh.require();
    }

    /** More than 300 texts. */
    static List<String> hostile() {
        List<String> texts = new ArrayList<>();
        for (String around : AROUND) {
            for (String command : COMMANDS) {
                texts.add(around.replace("%s", command));
            }
        }
        return texts;
    }

    @Test
    void argumentsAndVariablesArriveAsTheyAre() throws IOException {
        List<String> texts = hostile();
        assertThat(texts.size()).isGreaterThanOrEqualTo(300);
        Map<String, String> variables = new LinkedHashMap<>();
        for (String text : texts) {
            variables.put("V" + variables.size(), text);
            // No shell takes such a name; a program can be given it all the same.
            variables.put("odd " + variables.size() + text.replace("=", ""), text);
        }
        Prepared prepared = prepare(
                limits(),
                "for a in \"$@\"; do printf '%s\\0' \"$a\"; done > outputs/arguments; cat /proc/$$/environ > outputs/environment",
                texts.toArray(new String[0]));
        Job job = prepared.job();
        Job hostile = new Job(
                job.project(),
                job.script(),
                job.arguments(),
                new Job.Environment(variables, List.of(), true),
                job.requirements(),
                job.limits());
        Result result = new Prepared(hostile, prepared.directory()).run(target(), new Cancellation());

        assertThat(result.status().succeeded()).as(result.console()).isTrue();
        assertThat(words(result.directory().outputs().resolve("arguments"))).isEqualTo(texts);
        List<String> environment = words(result.directory().outputs().resolve("environment"));
        variables.forEach((name, value) -> assertThat(environment).contains(name + "=" + value));
        assertThat(Path.of(CANARY)).doesNotExist();
    }

    @Test
    void scriptsAreWhatTheirNamesSay() throws IOException {
        List<String> texts = hostile();
        for (int i = 0; i < texts.size(); i += Boolean.getBoolean("aml.long") ? 1 : 40) {
            String name = texts.get(i).replace('/', '|') + ".sh";
            RunDirectory directory = prepareEmpty();
            Files.writeString(directory.root().resolve(name), "echo run > outputs/result");
            directory.addRunFolders();
            Job job = new Job(
                    directory.root(),
                    name,
                    List.of(),
                    new Job.Environment(Map.of(), List.of(), true),
                    Requirements.NONE,
                    limits());
            Result result = new Prepared(job, directory).run(target(), new Cancellation());

            assertThat(result.status().succeeded())
                    .as("%s: %s", name, result.console())
                    .isTrue();
            assertThat(directory.outputs().resolve("result")).hasContent("run");
        }
        assertThat(Path.of(CANARY)).doesNotExist();
    }

    private static ComputeTarget target() throws IOException {
        return new RemoteTarget.Settings("vm", RemoteTargetTest.login(TestSsh.shared()), null, null)
                .open(PROJECT, Credentials.NONE);
    }

    private static List<String> words(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
    }
}
