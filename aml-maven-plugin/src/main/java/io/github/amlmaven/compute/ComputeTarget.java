package io.github.amlmaven.compute;

import io.github.amlmaven.AmlException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place where a job can run.
 *
 * <p>What every target promises, and {@code ComputeTargetContract} checks: the script works in a copy of the project and
 * never in the project itself; {@code outputs/} is there before it starts; its working directory is the root of the
 * copy; what it prints is kept in the run directory's driver log, byte for byte, and nothing but that; when the call
 * returns, no process of the job is left.
 */
public interface ComputeTarget extends AutoCloseable {
    /** What the journal keeps, so that {@link TargetSettings#reopen} finds the target again after a crash; never a secret. */
    Map<String, Object> facts();

    /**
     * What the target is, in words such as {@code Docker 28.2 at unix:///var/run/docker.sock}, having asked it; empty for
     * this computer.
     *
     * @throws io.github.amlmaven.AmlException when it does not answer
     */
    default Optional<String> describe() {
        return Optional.empty();
    }

    /** Who is told what happens to a target while a job runs there, such as that it cannot be reached for a while. */
    default void remarks(Consumer<String> listener) {}

    /**
     * Looks for everything the job needs on the target, before the run is counted. Of what outlives runs, such as the
     * share folder, it makes what is missing.
     *
     * @return remarks the user should read before the run; often none
     * @throws io.github.amlmaven.AmlException when the job could not run, such as without its interpreter
     */
    List<String> check(Job job);

    /**
     * Installs what the job needs on the target, unless it is there already; nothing on a target where the user does that.
     *
     * @param log receives what is printed on the way; nothing when there is nothing to do
     * @param cancellation once requested, the call returns soon, whether or not it is done
     * @return what the job will run in, for its record; often nothing
     * @throws io.github.amlmaven.AmlException when it cannot be installed
     */
    default Map<String, Object> prepare(Job job, OutputStream log, Cancellation cancellation) throws IOException {
        return Map.of();
    }

    /**
     * Runs the job to its end, after {@link #prepare}. The directory holds the staged project; afterwards it holds, on this computer, the
     * outputs, logs, metrics and uploads too, whatever became of the script.
     *
     * @param directory the job's run directory, complete and not used before
     * @param console receives the script's output while it runs, a copy of the driver log; a console that fails is
     *     left alone and never disturbs the script
     * @param cancellation asked all the time; once requested, the job's processes are ended: politely, then by force
     *     after the job's grace period, or as soon as it is requested again; an interruption of the thread requests it too
     * @throws IOException when the job could not be started, or the target was lost on the way
     */
    ExitStatus run(Job job, RunDirectory directory, OutputStream console, Cancellation cancellation) throws IOException;

    /**
     * Starts the job, after {@link #prepare}, and leaves it to itself; {@link #look} and {@link #resume} find it again.
     *
     * @param directory as for {@link #run}
     * @return false when somebody has taken the run for dead meanwhile, and it will never start
     * @throws io.github.amlmaven.AmlException when the target has no way to do that
     */
    default boolean launch(Job job, RunDirectory directory, Cancellation cancellation) throws IOException {
        throw new AmlException(
                "-Daml.detach: a target of type " + facts().get("type") + " cannot leave a script to itself",
                "run without -Daml.detach");
    }

    /**
     * Looks what has become of a job that another process had begun with {@link #run} and can no longer look after. After
     * {@link JobState.NeverStarted} has been returned the script will never start, so that it is never started twice.
     *
     * @param directory the job's run directory, which may be a half copy or be gone
     * @throws IOException when the target cannot be asked
     */
    JobState look(RunDirectory directory) throws IOException;

    /**
     * Looks after a job that another process had begun, from where it is now to its end: as {@link #run}, without starting
     * anything. For a job that has ended it ends what the script has left running, and tells how the script ended.
     *
     * @param limits the timeout counts from now
     */
    ExitStatus resume(RunDirectory directory, Job.Limits limits, OutputStream console, Cancellation cancellation)
            throws IOException;

    /**
     * What the record says about a job that has ended besides how it ended, such as the application it was on a cluster;
     * often nothing.
     *
     * @param directory the job's run directory, with all that came back
     */
    default Map<String, Object> outcome(RunDirectory directory) {
        return Map.of();
    }

    /**
     * Removes what the target has kept of a job besides its run directory, now that its record is final; never what could
     * not be brought back.
     */
    default void release(RunDirectory directory) throws IOException {}

    /**
     * Names what {@link #prepare} has made for such jobs, as {@link Leftover.Image#id} has it; empty when that is nothing.
     *
     * @throws io.github.amlmaven.AmlException when it cannot be told
     */
    default Optional<String> prepared(Requirements requirements) {
        return Optional.empty();
    }

    /**
     * What this project's runs have left on the target, place by place; none for a target that keeps nothing but run
     * directories on this computer.
     *
     * @param runs the folder of the run directories on this computer; null: there is none
     */
    default List<Leftovers> leftovers(@Nullable RunsFolder runs) {
        return List.of();
    }

    /** Ends what connects this process to the target; what runs there goes on. */
    @Override
    default void close() {}
}
