package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.amlmaven.Secret;
import io.github.amlmaven.history.Outbox;
import io.github.amlmaven.history.TransferListener;
import io.github.amlmaven.history.WaitingRuns;
import io.github.amlmaven.run.RunListener;
import io.github.amlmaven.run.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that cannot be sent to the end now: the user or the container does not let them. */
@Timeout(120)
class BlobStopsTest {
    private static final int BYTES = 20_000_000;

    @TempDir
    Path folder;

    private TestAzurite azurite;
    private BlobRunScene scene;

    @BeforeEach
    void set() throws IOException {
        azurite = TestStores.azurite();
        scene = new BlobRunScene(folder, azurite, BYTES);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void aStopWhileTheRunIsSentIsHeardAndTheNextGoalSendsTheRest() throws Exception {
        scene.proxy.always(line -> line.contains("comp=block&"), Fault.silence());
        Process build = build();
        awaitBlocks(build);
        long start = System.nanoTime();
        build.toHandle().destroy(); // that of the process itself closes what it says
        assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(build.inputReader(StandardCharsets.UTF_8).lines())
                .containsExactly("sending", "1 waits: CancellationException");

        scene.proxy.heal();
        scene.sync();
        scene.assertWhole(1);
    }

    @Test
    void twoGoalsAtOnceSendARunOnce() throws Exception {
        scene.proxy.always(line -> line.contains("comp=block&"), Fault.silence());
        Process build = build();
        awaitBlocks(build);
        build.destroyForcibly().waitFor();
        scene.proxy.heal();
        scene.proxy.forget();
        List<Process> goals = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            goals.add(ForkedJava.start(Goal.class, address(), folder.toString(), "sync"));
        }
        for (Process goal : goals) {
            assertThat(goal.waitFor()).isZero();
        }
        scene.sync();
        scene.assertWhole(1);
        assertThat(scene.proxy.up.get()).isLessThan(BYTES * 5L / 4);
    }

    @Test
    void aContainerThatIsDeletedMeanwhileIsMadeAgain() throws IOException {
        scene.run();
        scene.meanwhile = () -> azurite.container(scene.container).delete();

        RunResult result = scene.run();

        assertThat(result.failure()).isNull();
        assertThat(scene.said).isEmpty();
        scene.assertWhole(1);
    }

    @Test
    void aContainerThatIsBeingDeletedCostsNoRun() throws IOException {
        scene.meanwhile =
                () -> scene.proxy.always(line -> true, Fault.reply(409, "x-ms-error-code: ContainerBeingDeleted"));

        RunResult result = scene.run();

        assertThat(result.failure()).isNull();
        assertThat(scene.said).singleElement().asString().contains("1 waits").contains("is being deleted");
        scene.proxy.heal();
        scene.sync();
        scene.assertWhole(1);
    }

    @Test
    void aSignatureThatExpiresMeanwhileCostsNoRun() throws IOException {
        scene.container = azurite.newContainer();
        Secret token =
                new Secret(azurite.sas(scene.container, "rcwl", Instant.now().plusSeconds(2)));
        Files.writeString(folder.resolve("project/train.sh"), "sleep 3\n", StandardOpenOption.APPEND);

        RunResult result = scene.run(TestStores.open(
                BlobAddress.parse(address()), new BlobCredential.Sas(token, "test"), folder, TestStores.SHORT));

        assertThat(result.failure()).isNull();
        assertThat(scene.said).singleElement().asString().contains("1 waits").contains("an end (se) to come");
        scene.sync();
        scene.assertWhole(1);
    }

    /** The service refuses what is signed with a time that is far from its own. */
    @Test
    void aClockThatIsWrongIsToldAndCostsNoRun() throws IOException {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(20));
        Fault refused = Fault.reply(403, "x-ms-error-code: AuthenticationFailed", "Date: " + now);
        scene.meanwhile = () -> scene.proxy.always(line -> true, refused);

        RunResult result = scene.run();

        assertThat(result.failure()).isNull();
        assertThat(scene.said)
                .singleElement()
                .asString()
                .contains("1 waits")
                .contains("minutes ahead\n-> set the clock");
        scene.proxy.heal();
        scene.sync();
        scene.assertWhole(1);
    }

    private String address() {
        return scene.proxy.address(azurite.address(scene.container));
    }

    private Process build() throws IOException {
        return ForkedJava.start(Goal.class, address(), folder.toString(), "run");
    }

    private void awaitBlocks(Process build) throws InterruptedException {
        while (scene.proxy.lines().stream().noneMatch(line -> line.contains("comp=block&"))) {
            assertThat(build.isAlive()).isTrue();
            Thread.sleep(20);
        }
    }

    /** What a goal does, in a process of its own. */
    static final class Goal implements RunListener {
        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[1]);
            Store store = TestStores.at(args[0], folder, BlobCalls.Limits.USUAL);
            if (args[2].equals("sync")) {
                new Outbox(store, folder.resolve("outbox")).sync(TransferListener.NONE, () -> false);
            } else {
                BlobRunScene.run(folder, store, folder.resolve("outbox"), new Goal());
            }
        }

        @Override
        public void sending() {
            System.out.println("sending");
        }

        @Override
        public void waits(WaitingRuns waiting, @Nullable Exception why) {
            System.out.println(waiting.runs() + " waits: " + why.getClass().getSimpleName());
        }
    }
}
