package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What runs a script on another computer, as far as it can be told from here: the program is looked for there.
 *
 * @param program the one that is wanted: a name, or a path
 * @param other one that will do where there is no such; or nothing
 * @param rest the words after the program
 * @param wanted the user's own choice of the program; null: there is none
 */
record RemoteCommand(
        String script,
        String program,
        String other,
        List<String> rest,
        boolean python,
        @Nullable String wanted) {
    /** @throws AmlException when it could not be started anywhere */
    static RemoteCommand of(Job job, @Nullable String pythonLocation) {
        String script = job.script();
        String extension = script.substring(script.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        // Or a name that begins with a dash would be taken for an option.
        String file = script.startsWith("-") ? "./" + script : script;
        return switch (extension) {
            case "py" -> {
                String python = pythonLocation == null ? "python3" : pythonLocation;
                // The Workbench's templates say 'python', which many systems have under the other name only.
                String other = python.equals("python3") ? "python" : python.equals("python") ? "python3" : "";
                yield new RemoteCommand(
                        script,
                        python,
                        other,
                        List.of("-u", "azureml-setup/run_script.py", script),
                        true,
                        pythonLocation);
            }
            case "java" -> new RemoteCommand(script, "java", "", List.of(file), false, null);
            case "r" -> new RemoteCommand(script, "Rscript", "", List.of(file), false, null);
            case "sh" -> {
                List<String> shebang = Interpreter.shebang(job.project(), script);
                List<String> words = new ArrayList<>(shebang.isEmpty() ? List.of("/bin/sh") : shebang);
                words.add(file);
                yield new RemoteCommand(script, words.get(0), "", words.subList(1, words.size()), false, null);
            }
            default -> {
                Interpreter.checkExecutable(job.project(), script);
                List<String> shebang = Interpreter.shebang(job.project(), script);
                yield shebang.isEmpty()
                        ? new RemoteCommand(
                                script, "/bin/sh", "", List.of("-c", "exec \"$0\" \"$@\"", "./" + script), false, null)
                        : new RemoteCommand(script, shebang.get(0), "", words(shebang, "./" + script), false, null);
            }
        };
    }

    private static List<String> words(List<String> shebang, String file) {
        List<String> words = new ArrayList<>(shebang.subList(1, shebang.size()));
        words.add(file);
        return words;
    }

    /** @param found where the program is there */
    List<String> words(String found) {
        List<String> words = new ArrayList<>();
        words.add(found);
        words.addAll(rest);
        return words;
    }

    /** What the user should know about the choice. */
    List<String> remarks(String found) {
        boolean another = wanted != null && !other.isEmpty() && found.endsWith("/" + other);
        return another
                ? List.of("pythonLocation '" + wanted + "' is not on the PATH there; using " + found)
                : List.of();
    }

    /** To be thrown when there is no such program. */
    AmlException missing(SshAddress address, String path) {
        return new AmlException(
                "cannot run " + script + " on " + address + ": no program '" + program + "' there (looked in PATH="
                        + path + ")",
                python
                        ? "install Python there (Debian: apt-get install python3), or name it in the .compute file:"
                                + " pythonLocation: /path/to/python3"
                        : "install it there, or run another script");
    }
}
