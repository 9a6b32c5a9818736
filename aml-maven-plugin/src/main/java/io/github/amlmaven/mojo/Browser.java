package io.github.amlmaven.mojo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The browser that the user has chosen for this computer. */
final class Browser {
    /** What a browser and its desktop need of an environment, in which there may be secrets, too. */
    private static final Pattern NEEDED =
            Pattern.compile("PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|LANGUAGE|TMPDIR|BROWSER"
                    + "|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_.*|DBUS_SESSION_BUS_ADDRESS|DESKTOP_SESSION|GNOME_.*|KDE_.*|GTK_.*"
                    + "|QT_.*|GDK_.*|MOZ_ENABLE_WAYLAND|WSL_.*|WSLENV");

    private Browser() {}

    /**
     * The command that opens a file; empty when there is no screen.
     *
     * @param system the name of the operating system, as Java has it
     */
    static Optional<List<String>> command(String system, Map<String, String> environment, Path file) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("win")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", file.toString()));
        }
        if (name.contains("mac")) {
            return Optional.of(List.of("open", file.toString()));
        }
        boolean screen = isSet(environment, "DISPLAY") || isSet(environment, "WAYLAND_DISPLAY");
        return screen ? Optional.of(List.of("xdg-open", file.toString())) : Optional.empty();
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    /** Opens a file, without waiting for anything. */
    static boolean open(Path file) throws IOException {
        String system = System.getProperty("os.name");
        Optional<List<String>> command = command(system, System.getenv(), file);
        if (command.isEmpty()) {
            return false;
        }
        ProcessBuilder builder = new ProcessBuilder(command.get())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (command.get().get(0).equals("xdg-open")) {
            builder.environment().keySet().removeIf(variable -> !NEEDED.matcher(variable)
                    .matches());
        }
        builder.start();
        return true;
    }
}
