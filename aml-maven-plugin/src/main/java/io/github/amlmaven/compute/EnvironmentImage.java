package io.github.amlmaven.compute;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The image that a job runs in: the base image itself, or one made of it with a Python environment that holds what the
 * dependency file asks for. It is pulled or built once, and found again as long as nothing that decides about it changes.
 */
final class EnvironmentImage {
    /** Names, on an image and on what is left of its making, the environment that it is or was to be. */
    static final String ENVIRONMENT_LABEL = "io.github.amlmaven.environment";

    private final DockerEngine engine;
    private final String baseImage;
    private final Requirements requirements;
    private final Credentials credentials;
    private final ProjectId project;

    EnvironmentImage(
            DockerEngine engine,
            String baseDockerImage,
            Requirements requirements,
            Credentials credentials,
            ProjectId project) {
        this.engine = engine;
        this.baseImage = baseDockerImage;
        this.requirements = requirements;
        this.credentials = credentials;
        this.project = project;
    }

    /**
     * An image that is there.
     *
     * @param name its name, for people; it may come to mean another image
     * @param id what it is to be used by
     * @param environment the folder of the Python environment in it; null: it is the image's own Python
     * @param facts what the record of a run says about it
     */
    record Prepared(String name, String id, @Nullable String environment, Map<String, Object> facts) {}

    /** Looks for it without making anything; empty when something must be pulled or built. */
    Optional<Prepared> find() {
        InspectImageResponse base = inspect(baseImage);
        return base == null ? Optional.empty() : find(base);
    }

    /**
     * The id of the image that was built for it; empty when none was, or none has to be.
     *
     * @throws AmlException when that cannot be told, since the base image is not there
     */
    Optional<String> built() {
        if (packages() == null) {
            return Optional.empty();
        }
        InspectImageResponse base = inspect(baseImage);
        if (base == null) {
            throw new AmlException(
                    "the image '" + baseImage + "' is not on this computer, and by it the images made of it are known",
                    "get it: docker pull " + baseImage + "; or correct baseDockerImage in the .compute file");
        }
        return find(base).map(Prepared::id);
    }

    /**
     * Pulls and builds what is missing; says nothing when nothing is.
     *
     * @throws AmlException when that fails, and when it is stopped by the cancellation
     */
    Prepared prepare(OutputStream log, Cancellation cancellation) throws IOException {
        InspectImageResponse base = inspect(baseImage);
        boolean pulled = base == null;
        if (base == null) {
            RegistryLogins logins = new RegistryLogins(credentials, DockerConfigFile.read());
            if (!new ImagePull(engine, baseImage, logins).pull(log, cancellation)) {
                throw stopped();
            }
            base = inspect(baseImage);
            if (base == null) {
                throw new AmlException(
                        "the image '" + baseImage + "' was pulled and is gone again",
                        "see who removes images here (docker events), and try again");
            }
        }
        Optional<Prepared> found = find(base);
        if (found.isPresent() && !pulled) {
            return found.get();
        }
        Prepared prepared = found.isPresent() ? found.get() : build(base, log, cancellation);
        say(log, "Your environment is now ready");
        return prepared;
    }

    /** What to answer when it is not there and must not be made on the way. */
    AmlException notPrepared(String target) {
        Requirements.PythonPackages packages = packages();
        return new AmlException(
                "PrepareEnvironment is false, and "
                        + (packages == null
                                ? "the image '" + baseImage + "' is not on this computer"
                                : "the environment that " + packages.file() + " asks for is not prepared on the image '"
                                        + baseImage + "'"),
                "prepare it: mvn aml:prepare -Daml.target=" + target + "; or write PrepareEnvironment: true");
    }

    private Optional<Prepared> find(InspectImageResponse base) {
        String id = id(base);
        Requirements.PythonPackages packages = packages();
        if (packages == null) {
            return Optional.of(new Prepared(baseImage, id, null, facts(baseImage, id, base)));
        }
        String name = new EnvironmentRecipe(id, packages).name();
        InspectImageResponse image = inspect(name);
        return image == null || !isOurs(image, name) ? Optional.empty() : Optional.of(prepared(name, image, base));
    }

    /** The name is easily given to any other image. */
    private static boolean isOurs(InspectImageResponse image, String name) {
        Map<String, String> labels =
                image.getConfig() == null ? null : image.getConfig().getLabels();
        return labels != null && name.equals(EnvironmentRecipe.PREFIX + labels.get(ENVIRONMENT_LABEL));
    }

    private Prepared build(InspectImageResponse base, OutputStream log, Cancellation cancellation) throws IOException {
        Requirements.PythonPackages packages = Objects.requireNonNull(packages());
        EnvironmentFailure failure = new EnvironmentFailure(baseImage, packages);
        EnvironmentRecipe recipe = new EnvironmentRecipe(id(base), packages);
        String name = recipe.name();
        say(log, "Building " + name + " from " + baseImage + ": first use of these dependencies");
        BuildLog build = new BuildLog(log);
        try (InputStream context = recipe.context(name, project.path(), requirements.spark() != null)) {
            BuildImageCmd command = engine.streams()
                    .buildImageCmd(context)
                    .withTags(Set.of(name))
                    .withRemove(true)
                    .withForcerm(true);
            DockerConfigFile.read().proxies().forEach(command::withBuildArg);
            if (!EngineStream.<BuildResponseItem>read(
                    engine, "building " + name, cancellation, command::exec, build::read)) {
                throw stopped();
            }
        } catch (DockerException e) {
            throw failure.declined(DockerEngine.words(e), e);
        }
        if (build.refusal() != null) {
            throw failure.refused(build.refusal());
        } else if (build.failure() != null) {
            throw failure.failed(build);
        }
        InspectImageResponse image = inspect(name);
        if (image == null || !isOurs(image, name)) {
            throw new AmlException(
                    "the Docker engine at " + engine.address() + " has built " + name + ", and does not know it",
                    "see what it says about it: docker images --all; docker events");
        }
        return prepared(name, image, base);
    }

    private Prepared prepared(String name, InspectImageResponse image, InspectImageResponse base) {
        return new Prepared(name, id(image), EnvironmentRecipe.FOLDER + name, facts(name, id(image), base));
    }

    private Requirements.@Nullable PythonPackages packages() {
        return requirements.wanted();
    }

    private Map<String, Object> facts(String image, String id, InspectImageResponse base) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("docker_image", image);
        facts.put("docker_image_id", id);
        facts.put("docker_base_image", baseImage);
        String digest = ImageReference.of(baseImage).digest(base.getRepoDigests());
        if (digest != null) {
            facts.put("docker_base_image_digest", digest);
        }
        return facts;
    }

    private @Nullable InspectImageResponse inspect(String image) {
        Optional<InspectImageResponse> answer = engine.ask("looking for the image '" + image + "'", () -> {
            try {
                return Optional.of(engine.calls().inspectImageCmd(image).exec());
            } catch (NotFoundException e) {
                return Optional.empty();
            } catch (DockerException e) {
                throw new AmlException(
                        "the Docker engine cannot look up the image '" + image + "': " + DockerEngine.words(e),
                        "see that 'docker image inspect " + image
                                + "' works, or correct baseDockerImage in the .compute" + " file",
                        e);
            }
        });
        return answer.orElse(null);
    }

    private static String id(InspectImageResponse image) {
        return Objects.requireNonNull(image.getId());
    }

    private static AmlException stopped() {
        return new AmlException(
                "stopped while the environment was prepared", "start again; what has come so far need not come twice");
    }

    private static void say(OutputStream log, String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        log.flush();
    }
}
