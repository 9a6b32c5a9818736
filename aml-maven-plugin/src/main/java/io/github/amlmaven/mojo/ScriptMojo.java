package io.github.amlmaven.mojo;

import io.github.amlmaven.config.CommandLine;
import io.github.amlmaven.config.RunRequest;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the user chooses about the script that runs: which, where, with what arguments and variables. */
abstract class ScriptMojo extends AmlMojo {
    /**
     * How and where to run: the name of a run configuration ({@code aml_config/<name>.runconfig}) or, if there is none
     * of that name, of a compute target ({@code aml_config/<name>.compute}), which then runs with defaults. Default:
     * {@code local}, else the only run configuration there is. Example: {@code -Daml.target=docker}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.target")
    private @Nullable String target;

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

    /**
     * Environment variables of the script, besides those of the run configuration and before them. On the command line:
     * {@code -Daml.env.NAME=value}. Not for secrets: see {@code inheritEnvironment}. Example:
     * {@code <environmentVariables><OMP_NUM_THREADS>4</OMP_NUM_THREADS></environmentVariables>}
     *
     * @since 1.0.0
     */
    @Parameter
    private @Nullable Map<String, String> environmentVariables;

    /**
     * Names of Maven's own environment variables that the script sees, besides the usual ones (PATH, HOME, LANG, CUDA_*
     * and the like); a name that ends in {@code *} is a beginning. This is the way for a secret, such as a token: it
     * never appears on a command line or in a record. Default: none. Example:
     * {@code -Daml.inheritEnvironment=HF_TOKEN,MY_APP_*}
     *
     * @since 1.0.0
     */
    @Parameter(property = "aml.inheritEnvironment")
    private @Nullable List<String> inheritEnvironment;

    final RunRequest request() {
        return new RunRequest(
                target,
                script,
                args == null ? arguments : CommandLine.split(args),
                variables().set());
    }

    final ScriptVariables variables() {
        return new ScriptVariables(environmentVariables, session().getUserProperties(), inheritEnvironment, getLog());
    }
}
