package io.github.amlmaven.mojo;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.config.ProjectConfiguration;
import io.github.amlmaven.web.HistoryServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Shows the run history in a browser: charts and a table of all runs, everything about each of them, and runs side by side.
 * Runs that are under way are shown as they go on. The page needs no internet; it is served to this computer only, and
 * opens only with the key that is in the address.
 *
 * <p>It goes on until Ctrl-C; runs are not touched by that.
 *
 * <p>Examples: {@code mvn aml:ui}, {@code mvn aml:ui -Daml.port=8090 -Daml.noOpen}
 *
 * @since 1.0.0
 */
@Mojo(name = "ui", requiresProject = false, threadSafe = true)
public final class UiMojo extends AmlMojo {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * The port on 127.0.0.1. Default: any that is free. From another computer:
     * {@code ssh -L 8090:127.0.0.1:8090 <computer>}, and then the address that is printed. Example:
     * {@code -Daml.port=8090}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.port", defaultValue = "0")
    private String port;

    /**
     * Opens no browser, but prints the address only. Where there is no screen, none is opened anyway. Example:
     * {@code -Daml.noOpen}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.noOpen", defaultValue = "false")
    private boolean noOpen;

    @Override
    void run(Module module) throws IOException {
        checkOneModule();
        HistoryServer server = HistoryServer.start(HistoryShown.by(this, module), portNumber());
        getLog().info("The runs of " + projectId(module).path() + ", until Ctrl-C:");
        System.out.println(server.address());
        System.out.flush();
        DoorFile door = noOpen ? null : opened(module, server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, door), "aml-ui-end"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(server, door);
        }
    }

    /** One goal shows one history, and does not end by itself to go on to the next. */
    private void checkOneModule() {
        List<String> modules = session().getProjects().stream()
                .filter(each -> each.getBasedir() != null
                        && ProjectConfiguration.exists(each.getBasedir().toPath()))
                .map(each -> each.getArtifactId())
                .toList();
        if (modules.size() > 1) {
            throw new AmlException(
                    modules.size() + " modules have a history of their own: " + String.join(", ", modules),
                    "choose one: mvn aml:ui -pl :" + modules.get(0));
        }
    }

    private int portNumber() {
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > HIGHEST_PORT) {
            throw new AmlException(
                    "'" + port + "' is not a port", "set -Daml.port to a number from 1 to 65535, such as 8090");
        }
        return Integer.parseInt(port);
    }

    private @Nullable DoorFile opened(Module module, HistoryServer server) {
        try {
            Path folder = module.buildFolder().resolve("aml");
            DoorFile door = DoorFile.write(folder, server.addressForOnce());
            if (Browser.open(door.file())) {
                return door;
            }
            door.delete();
        } catch (IOException e) {
            getLog().info("No browser could be opened (" + e.getMessage() + "): open the address yourself.");
        }
        return null;
    }

    private void close(HistoryServer server, @Nullable DoorFile door) {
        server.close();
        try {
            if (door != null) {
                door.delete();
            }
        } catch (IOException e) {
            getLog().warn("cannot delete " + door.file() + ": " + OutsideWorld.reason(e));
        }
    }
}
