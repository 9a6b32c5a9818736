package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is taken for a project's own on an engine, and what is not however much it looks like it. */
@Timeout(120)
class EngineLeftoversTest {
    private static final String FINE = "echo environment > /made";

    @TempDir
    Path temp;

    private LeftoverScene scene;
    private RunsFolder runs;
    private Leftovers leftovers;

    @BeforeEach
    void open() {
        scene = new LeftoverScene();
        runs = RunsFolder.at(temp.resolve("runs"));
        leftovers = scene.leftovers(runs);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void tellsHowFarAContainerHasComeAndWhatItTakes() throws IOException {
        String made = scene.container(directory(1), LeftoverScene.BASE, "true");
        String ended = scene.container(directory(2), LeftoverScene.BASE, "head -c 100000 /dev/zero > /big");
        String running = scene.container(directory(3), LeftoverScene.BASE, "while :; do sleep 1; done");
        scene.runToTheEnd(ended);
        scene.start(running);

        Map<String, Leftover.Container> found = containers();

        assertThat(found).containsOnlyKeys(made, ended, running);
        assertThat(found.get(made).stage()).isEqualTo(Leftover.Container.Stage.CREATED);
        assertThat(found.get(made).contents()).isEqualTo(Leftover.Container.Contents.UNTOLD);
        assertThat(found.get(made).directory()).isEqualTo(directory(1));
        assertThat(found.get(ended).stage()).isEqualTo(Leftover.Container.Stage.ENDED);
        assertThat(found.get(ended).bytes()).isBetween(100_000L, 200_000L);
        assertThat(found.get(running).stage()).isEqualTo(Leftover.Container.Stage.ACTIVE);

        leftovers.remove(found.get(made));
        leftovers.remove(found.get(ended));
        assertThatThrownBy(() -> leftovers.remove(found.get(running)))
                .isInstanceOf(AmlException.class)
                .hasMessageContaining("has been started meanwhile");
        assertThat(leftovers.again(found.get(made))).isEmpty();
        assertThat(leftovers.again(found.get(running))).isPresent();
        assertThat(containers()).containsOnlyKeys(running);
    }

    @Test
    void aContainerOfAnotherRunsFolderIsNotThisUsers() throws IOException {
        RunsFolder other = RunsFolder.at(temp.resolve("other"));
        String id = scene.container(new RunDirectory(run(1), other.pathOf(run(1))), LeftoverScene.BASE, "true");

        assertThat(containers().get(id).directory()).isNull();
        assertThat(scene.leftovers(null).list())
                .singleElement()
                .extracting(each -> ((Leftover.Container) each).directory())
                .isNull();
    }

    /** D11: similar names, some of the labels, and all of them by inheritance. */
    @Test
    void aContainerThatOnlyLooksLikeOneIsNotSeen() throws IOException {
        Map<String, String> labels = RunContainer.labels(directory(1), scene.project.path());
        String name = RunContainer.of(scene.engine, directory(1)).name();
        for (String missing : labels.keySet()) {
            Map<String, String> some = new HashMap<>(labels);
            some.remove(missing);
            scene.container(name + missing.substring(missing.lastIndexOf('.')), LeftoverScene.BASE, "true", some);
        }
        Map<String, String> others = new HashMap<>(labels);
        others.put(RunContainer.PROJECT_LABEL, scene.project.path() + "2");
        scene.container(name + "2", LeftoverScene.BASE, "true", others);
        String own = scene.container(directory(1), LeftoverScene.BASE, "true");
        scene.runToTheEnd(own);
        String copy = scene.commit(own, "aml-test-leftovers");
        String heir = scene.container("aml-test-heir-" + name, copy, "true", Map.of());

        assertThat(scene.engine
                        .calls()
                        .inspectContainerCmd(heir)
                        .exec()
                        .getConfig()
                        .getLabels())
                .containsAllEntriesOf(labels);
        assertThat(containers()).containsOnlyKeys(own);
        assertThat(images()).isEmpty();
    }

    @Test
    void tellsAWholeEnvironmentFromTheRestOfAnUnfinishedBuild() throws IOException {
        String whole = scene.environment(scene.hex('a'), "head -c 100000 /dev/zero > /made");
        assertThat(scene.environment(scene.hex('b'), "exit 3")).isEmpty();

        Map<String, Leftover.Image> found = images();

        assertThat(found).hasSize(2);
        assertThat(found.get(whole).whole()).isTrue();
        assertThat(found.get(whole).name()).isEqualTo("azureml_" + scene.hex('a'));
        assertThat(found.get(whole).bytes()).isBetween(100_000L, 110_000L);
        assertThat(found.get(whole).steps()).hasSize(5).startsWith(whole);
        Leftover.Image rest = found.values().stream()
                .filter(image -> !image.whole())
                .findFirst()
                .orElseThrow();
        assertThat(rest.steps()).hasSize(3).startsWith(rest.id());

        leftovers.remove(rest);
        assertThat(images()).containsOnlyKeys(whole);
        leftovers.remove(found.get(whole));
        assertThat(scene.images()).isEmpty();
        assertThat(scene.hasImage(LeftoverScene.BASE)).isTrue();
    }

    /** The engine itself removes it together with the last image that was made of it. */
    @Test
    void aBaseImageThatHasLostItsNameSurvives() throws IOException {
        String base = scene.derive(LeftoverScene.BASE, "aml-test-leftovers-base", "RUN echo base > /base");
        String whole = scene.environment("aml-test-leftovers-base", scene.hex('a'), FINE);
        scene.engine.calls().removeImageCmd("aml-test-leftovers-base").exec();

        leftovers.remove(images().get(whole));

        assertThat(scene.images()).isEmpty();
        assertThat(scene.hasImage(base)).isTrue();
    }

    @Test
    void whatSomebodyHasMadeOfAnEnvironmentIsNotOurs() throws IOException {
        String name = "azureml_" + scene.hex('a');
        String whole = scene.environment(scene.hex('a'), FINE);
        Set<String> others = new HashSet<>();
        others.add(scene.derive(name, "aml-test-leftovers:1", "USER 0"));
        others.add(scene.derive(name, null, "RUN echo /azureml-envs/" + name + "/bin/pip > /more"));
        others.add(scene.derive(name, null, "USER 0"));

        Map<String, Leftover.Image> found = images();

        assertThat(found).containsOnlyKeys(whole);
        assertThat(found.get(whole).extended()).isTrue();
        assertThatThrownBy(() -> leftovers.remove(found.get(whole)))
                .isInstanceOf(AmlException.class)
                .hasMessageStartingWith("the image " + name + " is needed by now: ");
        assertThat(others).allMatch(scene::hasImage);
    }

    @Test
    void anEnvironmentWithASecondNameIsSomebodys() throws IOException {
        String whole = scene.environment(scene.hex('a'), FINE);
        scene.engine.calls().tagImageCmd(whole, "aml-test-leftovers", "mine").exec();

        assertThat(images()).isEmpty();
    }

    @Test
    void anImageThatAContainerUsesSurvives() throws IOException {
        String whole = scene.environment(scene.hex('a'), FINE);
        String container = scene.container("aml-test-user-" + scene.hex('a'), whole, "true", Map.of());
        Leftover.Image image = images().get(whole);

        assertThat(image.containers()).containsExactly(container);
        assertThatThrownBy(() -> leftovers.remove(image)).isInstanceOf(AmlException.class);
        assertThat(scene.hasImage(whole)).isTrue();
    }

    private static RunId run(int number) {
        return new RunId("iris_150000000000" + number);
    }

    private RunDirectory directory(int number) {
        return new RunDirectory(run(number), runs.pathOf(run(number)));
    }

    private Map<String, Leftover.Container> containers() throws IOException {
        Map<String, Leftover.Container> found = new HashMap<>();
        for (Leftover each : leftovers.list()) {
            if (each instanceof Leftover.Container container) {
                found.put(container.id(), container);
            }
        }
        return found;
    }

    private Map<String, Leftover.Image> images() throws IOException {
        Map<String, Leftover.Image> found = new HashMap<>();
        for (Leftover each : leftovers.list()) {
            if (each instanceof Leftover.Image image) {
                found.put(image.id(), image);
            }
        }
        return found;
    }
}
