package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import io.github.amlmaven.Credentials;
import io.github.amlmaven.ProjectId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another computer, reached over SSH: the script runs there with what is installed there. */
public final class RemoteTarget {
    private RemoteTarget() {}

    /**
     * The keys of a {@code .compute} file of type {@code remote}.
     *
     * @param pythonLocation the interpreter, a full path or a name on the {@code PATH} there; null: {@code python3}, else
     *     {@code python}
     * @param nativeSharedDirectory the base of the share folder there, {@code ~} allowed; null: no share folder
     */
    public record Settings(
            String name,
            SshLogin login,
            @Nullable String pythonLocation,
            @Nullable String nativeSharedDirectory) implements TargetSettings {
        @Override
        public String type() {
            return "remote";
        }

        @Override
        public ComputeTarget open(ProjectId project, Credentials credentials) {
            throw new AmlException(
                    "compute target '" + name + "' is of type remote, which this version cannot run yet",
                    "run on this computer: -Daml.target=local");
        }

        @Override
        public TargetPlan plan(Job job, ProjectId project) {
            ScriptCommand.check(job);
            Map<String, Object> target = login.plan();
            if (nativeSharedDirectory != null) {
                target.put("share_folder", ShareDirectory.elsewhere(nativeSharedDirectory, project));
            }
            String python = pythonLocation == null ? "python3" : pythonLocation;
            return new TargetPlan(
                    target,
                    Map.of("installed", "nothing: the script runs with what is on that computer"),
                    new ScriptCommand(job, python, "spark-submit").words(),
                    List.of());
        }

        /** The target of a run that another process began. */
        static ComputeTarget reopen(String name, Map<?, ?> facts, ProjectId project, Credentials credentials) {
            return new Settings(name, SshLogin.of(facts), null, null).open(project, credentials);
        }
    }
}
