package io.github.amlmaven.compute;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the user what a container has left in a mounted run folder as somebody else's; by ourselves where we may,
 * else by root of a container that does nothing else.
 */
record ContainerOwnership(RunContainer container, RunDirectory directory) {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerOwnership.class);
    private static final int MOST_SECONDS = 60;

    /** Looks, and mends what is to be mended; what stays somebody else's is told in the control log. */
    void restore(Cancellation cancellation) throws IOException {
        MountedFolder folder = new MountedFolder(container.engine(), directory);
        if (folder.giveBack(cancellation) == 0) {
            return;
        }
        try {
            container.engine().steadily(cancellation, () -> asRoot(folder.path()));
        } catch (DockerException e) {
            LOG.debug("the repair of {} was refused", directory, e);
        }
        long left = folder.giveBack(cancellation);
        if (left > 0) {
            directory.log(left + " files and folders in " + folder.path()
                    + " belong to another user, whom the script has become; they may not be collected.");
        }
    }

    /** The container that gives files back; there is one only while it does, and after a crash. */
    static RunContainer repair(RunContainer container) {
        return new RunContainer(container.engine(), container.name() + "-repair");
    }

    private boolean asRoot(String folder) throws IOException {
        DockerEngine engine = container.engine();
        String image = engine.ask("asking for the image", () -> engine.calls()
                .inspectContainerCmd(container.name())
                .exec()
                .getImageId());
        EngineFacts facts = engine.facts();
        ContainerUser user = ContainerUser.of(engine, directory.root());
        RunContainer repair = repair(container);
        repair.remove();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withCapDrop(Capability.ALL)
                .withCapAdd(Capability.CHOWN, Capability.DAC_OVERRIDE, Capability.FOWNER)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMounts(List.of(
                        new Mount().withType(MountType.BIND).withSource(folder).withTarget(RunContainer.ROOT)));
        if (facts.remapsUsers()) {
            host.withUsernsMode("host");
        }
        engine.ask("repairing owners", () -> engine.calls()
                .createContainerCmd(image)
                .withName(repair.name())
                .withUser("0:0")
                // Links are given back themselves, and nothing is followed.
                .withEntrypoint("chown", "-hR", user.words(), RunContainer.ROOT)
                .withHostConfig(host)
                .exec());
        try {
            repair.start();
            waitFor(repair);
            return true;
        } finally {
            repair.remove();
        }
    }

    private static void waitFor(RunContainer repair) {
        try (ContainerWatch watch = ContainerWatch.start(repair, () -> {})) {
            if (!watch.waitFor(TimeUnit.SECONDS.toMillis(MOST_SECONDS))) {
                repair.kill();
            }
        } catch (InterruptedException e) {
            repair.kill();
            Thread.currentThread().interrupt();
        }
    }
}
