package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pulls from a registry on this computer; nothing comes from the network. */
class ImagePullTest {
    private ImageScene scene;
    private LoopbackRegistry registry;

    @BeforeEach
    void open() throws IOException {
        scene = new ImageScene();
        registry = new LoopbackRegistry(UUID.randomUUID().toString());
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
        scene.close();
    }

    @Test
    void anImageThatIsMissingIsPulledWithTheLoginOfTheSettings() throws IOException {
        String name = registry.host() + "/team/tiny:1";
        EnvironmentImage image = image(name, login(LoopbackRegistry.PASSWORD));
        assertThat(image.find()).isEmpty();
        try {
            EnvironmentImage.Prepared prepared = image.prepare(scene.log, new Cancellation());

            assertThat(scene.log())
                    .matches("Pulling " + name + ": it is not on this computer\nPulled " + name
                            + ": 1 layer, \\d\\.\\d MB in \\d+ s\nYour environment is now ready\n");
            assertThat(prepared.facts())
                    .containsEntry("docker_base_image", name)
                    .containsEntry("docker_base_image_digest", registry.host() + "/team/tiny@" + registry.digest());
            assertThat(image.find()).contains(prepared);
            assertThat(image(registry.host() + "/team/tiny@" + registry.digest(), Credentials.NONE)
                            .find()
                            .map(EnvironmentImage.Prepared::id))
                    .contains(prepared.id());
        } finally {
            scene.engine.calls().removeImageCmd(name).withForce(true).exec();
        }
    }

    @Test
    void withoutALoginTheRemedyIsToLogIn() {
        AmlException failure = failure(registry.host() + "/team/tiny:1", Credentials.NONE);

        assertThat(failure.problem())
                .startsWith("cannot pull the image '" + registry.host() + "/team/tiny:1': the registry "
                        + registry.host() + " does not show it to a user who has not logged in (");
        assertThat(failure.remedy())
                .contains("docker login " + registry.host())
                .contains("<id>" + registry.host() + "</id> in settings.xml");
    }

    @Test
    void aWrongPasswordIsToldWithItsSourceAndNotWithItself() {
        AmlException failure = failure(registry.host() + "/team/tiny:1", login("geheim"));

        assertThat(failure.problem())
                .contains("does not show it to the user of the server '" + registry.host() + "' of settings.xml (");
        assertThat(failure.toString() + scene.log()).doesNotContain("geheim");
    }

    @Test
    void anImageThatTheRegistryDoesNotHaveIsNotThere() {
        AmlException failure = failure(registry.host() + "/team/tiny:2", login(LoopbackRegistry.PASSWORD));

        assertThat(failure.problem())
                .startsWith("cannot pull the image '" + registry.host()
                        + "/team/tiny:2': there is no such image in the registry " + registry.host() + " (");
        assertThat(failure.remedy())
                .isEqualTo(
                        "correct baseDockerImage in the .compute file; an image that is in no registry, make with docker"
                                + " import or docker load");
    }

    @Test
    void aRegistryThatIsAwayIsTold() {
        AmlException failure = failure("127.0.0.1:9/team/tiny:1", Credentials.NONE);

        assertThat(failure.problem())
                .startsWith(
                        "cannot pull the image '127.0.0.1:9/team/tiny:1': the registry 127.0.0.1:9 cannot be reached from"
                                + " the Docker engine (");
    }

    private AmlException failure(String name, Credentials credentials) {
        AmlException failure = catchThrowableOfType(
                AmlException.class, () -> image(name, credentials).prepare(scene.log, new Cancellation()));
        assertThat(failure).isNotNull();
        return failure;
    }

    private EnvironmentImage image(String name, Credentials credentials) {
        return new EnvironmentImage(scene.engine, name, Requirements.NONE, credentials, scene.project);
    }

    private Credentials login(String password) {
        return server -> server.equals(registry.host())
                ? Optional.of(new Credentials.Login(LoopbackRegistry.USER, new Secret(password)))
                : Optional.empty();
    }
}
