package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a job finds on another computer.
 *
 * @param command what runs the script there, with its arguments
 * @param home the user's home folder
 * @param share the share folder; null: there is none
 * @param namespace the options of {@code unshare} that work there, or nothing
 */
record RemoteCheck(
        List<String> command, String home, @Nullable String share, String namespace, List<String> remarks) {
    private static final int LINES = 7;

    /** @throws AmlException when the job could not run there */
    static RemoteCheck of(RemoteShell shell, Job job, RemoteTarget.Settings settings, ProjectId project) {
        RemoteCommand command = RemoteCommand.of(job, settings.pythonLocation());
        refuseOddSecrets(job.environment());
        SshAddress address = settings.login().address();
        String shared = settings.nativeSharedDirectory();
        String[] lines = ask(
                shell,
                settings.type(),
                new RemoteCall(
                        List.of("remote_tools.sh", "remote_share.sh", "remote_check.sh"),
                        List.of(
                                shared == null ? "" : shared,
                                project.path(),
                                command.program(),
                                command.other(),
                                job.limits().ownProcesses() ? "yes" : "no"),
                        null),
                LINES);
        String program = lines[2];
        if (program.isEmpty()) {
            throw command.missing(address, lines[1]);
        }
        return new RemoteCheck(
                command.words(program),
                lines[0],
                lines[3].isEmpty() ? null : lines[3],
                lines[4],
                command.remarks(program));
    }

    /**
     * What {@code remote_check.sh} and its like find out there.
     *
     * @param type that of the target, for messages
     * @param count how many lines the answer has at least
     */
    static String[] ask(RemoteShell shell, String type, RemoteCall call, int count) {
        SshAddress address = shell.connection().login().address();
        String[] lines;
        try {
            lines = shell.call("looking what it has", call).split("\n", -1);
        } catch (IOException e) {
            throw new AmlException(
                    address + " cannot run the script: "
                            + (e instanceof RemoteException told ? told.words() : e.getMessage()),
                    "a target of type " + type
                            + " is a Linux computer with GNU tools (Ubuntu, Debian, Red Hat and their like);"
                            + " see what is missing: ssh " + address.user() + "@" + address.host(),
                    e);
        }
        if (lines.length < count) {
            throw new AmlException(
                    address + " gives no answer that can be understood",
                    "see that its shell works: ssh " + address.user() + "@" + address.host() + " uname -a");
        }
        return lines;
    }

    /** What no shell takes as a name is given on a command line, which others on that computer may read. */
    private static void refuseOddSecrets(Job.Environment environment) {
        Set<String> secret = new TreeSet<>(environment.given().keySet());
        // What matches a beginning alone is no secret.
        environment.inherited().stream().filter(System.getenv()::containsKey).forEach(secret::add);
        for (String name : secret) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new AmlException(
                        "the environment variable '" + name + "' cannot be handed to another computer: its name is no"
                                + " word of letters, digits and _, so that its value would show in the list of processes",
                        "give it another name, or leave it out of -Daml.inheritEnvironment");
            }
        }
    }

    /** What the script gets: nothing of this computer but what the user names. */
    Map<String, String> variables(Job job, RunDirectory directory, ProjectId project, String root) {
        Map<String, String> variables = new TreeMap<>(RunVariables.PYTHON);
        variables.putAll(
                ScriptEnvironment.named(System.getenv(), job.environment().inherited()));
        job.environment().given().forEach((name, secret) -> variables.put(name, secret.value()));
        variables.putAll(job.environment().variables());
        RunVariables.addMlflow(variables, root);
        variables.putAll(RunVariables.of(job, directory, root, project, share == null ? null : share + "/"));
        return variables;
    }
}
