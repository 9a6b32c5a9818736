package io.github.amlmaven.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.ProjectId;
import io.github.amlmaven.compute.SshServer;
import io.github.amlmaven.compute.TestSsh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which run folders of another computer go, and which stay. */
@Timeout(120)
class RemoteGarbageTest {
    private final ProjectId id = new ProjectId("local", "default", "gc" + System.nanoTime());

    @TempDir
    Path temp;

    private GarbageScene scene;

    @BeforeEach
    void makeProject() throws IOException {
        TestSsh.require();
        SshServer server = TestSsh.shared();
        scene = new GarbageScene(temp, id);
        scene.write(
                "aml_config/vm.compute",
                "type: remote\naddress: " + server.address() + ":" + server.port() + "\nusername: "
                        + server.account().name() + "\nidentityFile: " + server.key("ed25519") + "\n");
        scene.write("aml_config/vm.runconfig", "ArgumentVector: [train.sh]\nTarget: vm\nFramework: Python\n");
        scene.write("aml_config/known_hosts", Files.readString(TestSsh.knownHosts(server)));
    }

    @Test
    void whatWasTooLargeToComeBackStaysThereUnlessTheUserInsists() throws IOException {
        scene.write("train.sh", "head -c 2000 /dev/zero > outputs/big\n");
        scene.run("vm", 1000);
        assertThat(there()).hasSize(1);

        List<String> stays = List.of(
                "STAYS folder Run 1 is Completed, and here is what was not collected: outputs/big",
                "STAYS folder Run 1 is Completed, and here is what was not collected: outputs/big");
        assertThat(scene.removed()).containsExactlyElementsOf(stays);
        assertThat(there()).hasSize(1);
        assertThat(scene.force().removed())
                .containsExactly("GOES folder Run 1 is Completed", "GOES folder Run 1 is Completed");
        assertThat(there()).isEmpty();
    }

    @Test
    void aRunThatThisHistoryDoesNotKnowIsSomebodyElses() throws IOException {
        scene.run("vm", 1000);
        assertThat(there()).isEmpty();
        Path other = runs().resolve(id.project() + "_1500000000001-12345678");
        Files.createDirectories(other.resolve("azureml-run"));

        assertThat(scene.force().removed()).containsExactly("GOES folder Run 1 is Completed", "FOREIGN folder");
        assertThat(other).isDirectory();
    }

    @Test
    void aComputerThatCannotBeAskedIsToldOnce() throws IOException {
        scene.write("aml_config/vm.compute", "type: remote\naddress: 127.0.0.1:1\nusername: nobody\n");
        GarbageCollection collection = scene.collection();

        assertThat(collection.collect()).isEmpty();
        assertThat(collection.remarks())
                .singleElement()
                .asString()
                .startsWith("No folders of 'vm' are looked at: cannot reach nobody@127.0.0.1:1 over SSH");
    }

    private List<String> there() throws IOException {
        return Arrays.stream(Objects.requireNonNullElse(runs().toFile().list(), new String[0]))
                .filter(name -> name.startsWith(id.project()))
                .toList();
    }

    private static Path runs() throws IOException {
        return TestSsh.shared().account().home().resolve(".azureml/azureml_runs");
    }
}
