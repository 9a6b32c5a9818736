package io.github.amlmaven.mojo;

import io.github.amlmaven.config.CommandLine;
import io.github.amlmaven.config.RunRequest;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the user chooses about the script that runs: which one, and with what arguments. */
abstract class ScriptMojo extends LaunchMojo {
    /**
     * The script to run, relative to the project's folder: {@code .py}, {@code .java}, {@code .sh}, {@code .R} or any
     * executable. Default: the first item of the run configuration's {@code ArgumentVector}. Example:
     * {@code -Daml.script=code/train.py}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.script")
    private @Nullable String script;

    /**
     * The script's arguments in one text, split as a shell does. Default: the rest of the run configuration's
     * {@code ArgumentVector}. Example: {@code -Daml.args="--reg 0.1 'two words'"}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.args")
    private @Nullable String args;

    /**
     * The script's arguments as a list, for the POM; {@code aml.args} wins. Example:
     * {@code <arguments><argument>--reg</argument><argument>0.1</argument></arguments>}
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable List<String> arguments;

    final RunRequest request() {
        return new RunRequest(
                target(),
                script,
                args == null ? arguments : CommandLine.split(args),
                variables().set());
    }
}
