package io.github.amlmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser is opened where there is one, by a file that only its owner reads. */
class BrowserTest {
    @TempDir
    Path folder;

    @Test
    void eachSystemHasItsWayAndWithoutAScreenThereIsNone() {
        Path file = Path.of("ui.html");
        assertThat(Browser.command("Linux", Map.of("DISPLAY", ":0"), file)).hasValue(List.of("xdg-open", "ui.html"));
        assertThat(Browser.command("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"), file))
                .isPresent();
        assertThat(Browser.command("Linux", Map.of("DISPLAY", ""), file)).isEmpty();
        assertThat(Browser.command("Mac OS X", Map.of(), file)).hasValue(List.of("open", "ui.html"));
        assertThat(Browser.command("Windows 11", Map.of(), file))
                .hasValue(List.of("rundll32", "url.dll,FileProtocolHandler", "ui.html"));
    }

    @Test
    void theFileWithTheKeyIsForItsOwnerOnly() throws IOException {
        DoorFile door = DoorFile.write(folder.resolve("target/aml"), "http://127.0.0.1:8090/?key=abc");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(door.file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(door.file())).contains("url=http://127.0.0.1:8090/?key=abc\"");
        door.delete();
        assertThat(door.file()).doesNotExist();
    }
}
