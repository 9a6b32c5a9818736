package io.github.amlmaven.compute;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchSessionDisconnectException;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no session, in words: some can be mended and are not tried again, the others may pass.
 *
 * @param login what {@code settings.xml} has for the computer; null: nothing
 */
record SshRefusal(
        SshUser user,
        SshRoute.Stop stop,
        HostKeys hostKeys,
        SshIdentities identities,
        SshPassword password,
        Credentials.@Nullable Login login) {
    /** @throws AmlException when the user can mend it, or trying again cannot */
    JSchException of(Exception failure) {
        AmlException verdict = hostKeys.verdict();
        if (verdict != null) {
            throw verdict;
        }
        if (failure instanceof JSchAlgoNegoFailException nothing) {
            throw new AmlException(
                    stop + " knows no algorithms that are safe: for " + nothing.getAlgorithmName() + " it has "
                            + nothing.getServerProposal(),
                    "update the SSH server there",
                    failure);
        }
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("Auth ")
                || failure instanceof SshPassword.RefusedException
                || (failure instanceof JSchSessionDisconnectException && hostKeys.isAccepted())) {
            throw notLetIn(failure, message);
        }
        return new JSchException(words(failure), failure);
    }

    private AmlException notLetIn(Exception failure, String message) {
        int methods = message.indexOf("for methods");
        List<String> offered = new ArrayList<>(identities.names(user));
        if (password.wasOffered()) {
            offered.add("the password of settings.xml");
        }
        StringBuilder problem = new StringBuilder(stop + " does not let us in");
        problem.append(": offered: ").append(offered.isEmpty() ? "nothing" : String.join(", ", offered));
        problem.append(
                methods < 0
                        ? "; it says: " + message
                        : "; it takes: "
                                + message.substring(methods + 11)
                                        .replace("'", "")
                                        .strip());
        identities.skipped().forEach(why -> problem.append('\n').append(why));
        if (login != null && !login.user().equals(stop.user())) {
            problem.append("\nthe password of the server '" + stop.server() + "' of settings.xml is that of "
                    + login.user() + ", so it was not offered");
        }
        return new AmlException(
                problem.toString(),
                "give it your public key: ssh-copy-id " + (stop.port() == 22 ? "" : "-p " + stop.port() + " ")
                        + stop.user() + "@" + stop.host() + "; or write a password into settings.xml: <server><id>"
                        + stop.server() + "</id><username>" + stop.user()
                        + "</username><password>...</password></server>",
                failure);
    }

    /** Without the names of classes. */
    private static String words(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null && last.getMessage() != null && !(last instanceof java.io.IOException)) {
            last = last.getCause();
        }
        return String.valueOf(last.getMessage() == null ? last : last.getMessage())
                .replaceAll("[\\w.]+\\.\\w+(Exception|Error): ", "");
    }
}
