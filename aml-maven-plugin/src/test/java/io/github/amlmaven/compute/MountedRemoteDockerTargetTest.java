package io.github.amlmaven.compute;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** With a run folder of the other computer mounted into the container. */
class MountedRemoteDockerTargetTest extends RemoteDockerTargetContract {
    @Override
    boolean sharedVolumes() {
        return true;
    }

    @Test
    void whatBelongsToSomebodyElseInTheEndIsGivenBackAndFetched() throws Exception {
        Required.that(TestSsh.ROOT, "only root can give files away -> run the tests as root");
        Prepared prepared = prepare(limits(), "echo one; while ! test -e outputs/go; do sleep 0.05; done");
        CompletableFuture<Result> running =
                CompletableFuture.supplyAsync(() -> prepared.run(open(null), new Cancellation()));
        await(() -> prepared.directory().driverLog().toFile().length() > 0);
        Path closed = Files.createDirectory(there(prepared.directory()).resolve("outputs/closed"));
        Files.writeString(closed.resolve("file"), "theirs");
        SshServer.run(List.of("chown", "-R", "1234:1234", closed.toString()));
        SshServer.run(List.of("chmod", "-R", "go=", closed.toString()));
        release(prepared.directory());

        assertThat(running.get(60, TimeUnit.SECONDS).status().succeeded()).isTrue();
        assertThat(prepared.directory().outputs().resolve("closed/file")).hasContent("theirs");
        assertThat(Files.getAttribute(closed.resolve("file"), "unix:uid"))
                .isEqualTo(Files.getAttribute(server().account().home(), "unix:uid"));
    }

    @Test
    void whatIsTooLargeStaysThereAndIsNamedByItsPlace() throws Exception {
        Prepared prepared = prepare(
                new Job.Limits(null, limits().gracePeriod(), false, 1000),
                "head -c 5000 /dev/zero > outputs/big; echo x > outputs/small");
        try (ComputeTarget target = open(null)) {
            prepared.run(target, new Cancellation());
            assertThat(prepared.directory().outputs().resolve("small")).exists();
            assertThat(prepared.directory().outputs().resolve("big")).doesNotExist();
            assertThat(Outputs.of(prepared.directory(), 1000).leftOut())
                    .singleElement()
                    .satisfies(left -> assertThat(left.reason()).contains("scp -P ", "outputs/big ."));

            target.release(prepared.directory());
        }
        try (DockerEngine engine = TestEngine.open()) {
            assertThat(RunContainer.of(engine, prepared.directory()).state("testing"))
                    .isEmpty();
        }
        assertThat(there(prepared.directory()).resolve("outputs/big")).hasSize(5000);
    }

    @Test
    void aContainerThatWasMadeAndNotStartedNeverStartsUnlessItsScriptHas() throws Exception {
        RunDirectory never = made();
        RunDirectory begun = made();
        Files.createDirectories(there(begun).resolve("azureml-setup/started"));
        Files.writeString(there(begun).resolve("azureml-setup/started/pid"), "7\n");
        TestSsh.giveHome();
        LaunchMark.of(begun).launch();

        try (ComputeTarget target = open(null);
                DockerEngine engine = TestEngine.open()) {
            assertThat(target.look(never)).isInstanceOf(JobState.NeverStarted.class);
            assertThat(RunContainer.of(engine, never).state("testing")).isEmpty();
            assertThat(target.look(begun)).isInstanceOf(JobState.Ended.class);
            assertThat(RunContainer.of(engine, begun).state("testing")).isPresent();
        }
    }

    private RunDirectory made() throws IOException {
        RunDirectory directory = prepare(limits(), "true").directory();
        Path folder = Files.createDirectories(there(directory));
        try (DockerEngine engine = TestEngine.open()) {
            engine.calls()
                    .createContainerCmd(TestEngine.BARE)
                    .withName(RunContainer.of(engine, directory).name())
                    .withHostConfig(HostConfig.newHostConfig()
                            .withMounts(List.of(new Mount()
                                    .withType(MountType.BIND)
                                    .withSource(folder.toString())
                                    .withTarget(RunContainer.ROOT))))
                    .exec();
        }
        return directory;
    }

    private static Path there(RunDirectory directory) {
        SshConnection unused = new SshConnection(RemoteTargetTest.login(server()), Credentials.NONE);
        return Path.of(new RemoteRun(new RemoteShell(unused), directory)
                .root(server().account().home().toString()));
    }
}
