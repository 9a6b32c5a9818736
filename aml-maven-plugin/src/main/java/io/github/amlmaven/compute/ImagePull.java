package io.github.amlmaven.compute;

import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings an image from its registry. */
record ImagePull(DockerEngine engine, String image, RegistryLogins logins) {
    private static final Pattern NO_NETWORK = Pattern.compile("dial tcp|no such host|i/o timeout|connection refused"
            + "|network is unreachable|handshake timeout|client\\.timeout|proxyconnect|deadline exceeded|x509");
    private static final Pattern NOT_FOUND =
            Pattern.compile("not found|manifest unknown|name unknown|no matching manifest");
    private static final Pattern DENIED =
            Pattern.compile("denied|unauthorized|forbidden|authentication required|no basic auth credentials");

    /**
     * Pulls it.
     *
     * @return whether it is there; else the cancellation was requested
     */
    boolean pull(OutputStream log, Cancellation cancellation) throws IOException {
        ImageReference reference = ImageReference.of(image);
        PullProgress progress = new PullProgress(image, log);
        progress.begin();
        Optional<RegistryLogins.Login> login = logins.find(reference.registry());
        PullImageCmd command =
                engine.streams().pullImageCmd(reference.repository()).withTag(reference.version());
        login.ifPresent(found -> command.withAuthConfig(found.auth()));
        try {
            if (!EngineStream.<PullResponseItem>read(
                    engine, "pulling " + image, cancellation, command::exec, progress::read)) {
                return false;
            }
        } catch (DockerException e) {
            throw failure(reference, login, DockerEngine.words(e), e);
        }
        if (progress.failure() != null) {
            throw failure(reference, login, progress.failure(), null);
        }
        progress.end();
        return true;
    }

    private AmlException failure(
            ImageReference reference,
            Optional<RegistryLogins.Login> login,
            String words,
            @Nullable DockerException cause) {
        String problem = "cannot pull the image '" + image + "': ";
        String where = reference.registry();
        String key = "correct baseDockerImage in the .compute file";
        // Of an image it has never heard of, an engine says "denied" too, so the order counts.
        String lower = words.toLowerCase(Locale.ROOT);
        String remedy;
        if (NO_NETWORK.matcher(lower).find()) {
            problem += "the registry " + where + " cannot be reached from the Docker engine (" + words + ")";
            remedy =
                    "see to the network or the proxy of the engine; or bring the image without a registry, with docker load"
                            + " or docker import; or " + key;
        } else if (DENIED.matcher(lower).find()) {
            problem += "the registry " + where + " does not show it to "
                    + login.map(known -> "the user of " + known.source()).orElse("a user who has not logged in") + " ("
                    + words + ")";
            String server = where.equals(ImageReference.DOCKER_HUB) ? "" : " " + where;
            remedy = "if the name is wrong, " + key + "; else log in with docker login" + server
                    + ", or write a <server> with the <id>" + where
                    + "</id> in settings.xml; one that is in no registry,"
                    + " make with docker import";
        } else if (NOT_FOUND.matcher(lower).find()) {
            problem += "there is no such image in the registry " + where + " (" + words + ")";
            remedy = key + "; an image that is in no registry, make with docker import or docker load";
        } else {
            problem += words;
            remedy = "see that 'docker pull " + image + "' works, or " + key;
        }
        return cause == null ? new AmlException(problem, remedy) : new AmlException(problem, remedy, cause);
    }
}
