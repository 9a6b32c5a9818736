package io.github.amlmaven.history;

import java.util.List;
import java.util.Map;

/**
 * What is known of a run before anything has been done for it.
 *
 * @param script the script's path in the project, with {@code /}: the record's {@code script_name}
 * @param arguments of the script
 * @param runConfiguration the name of the {@code .runconfig} used, or of the target when there is none
 * @param target the name of the compute target
 * @param facts further fields of the record under the names they get there, such as {@code git_commit},
 *     {@code git_dirty}, {@code plugin_version}, {@code user_id} and {@code configuration}; values as {@link Json} writes
 *     them, never a secret. {@code name}, {@code description}, {@code parent_run_id}, {@code user_id} and {@code hidden}
 *     replace the defaults; the names of the fields that the history itself fills in are refused
 */
public record RunStart(
        String script, List<String> arguments, String runConfiguration, String target, Map<String, Object> facts) {
    public RunStart {
        arguments = List.copyOf(arguments);
    }
}
