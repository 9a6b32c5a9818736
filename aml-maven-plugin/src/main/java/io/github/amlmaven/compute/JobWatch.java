package io.github.amlmaven.compute;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a job, and brings it about when its time is over or the user wants it. */
record JobWatch(Job.Limits limits, Watched supervisor, Processes processes, Cancellation cancellation) {
    private static final long POLL_MILLIS = 50;
    private static final long SUPERVISOR_MILLIS = 5000;

    /** The processes of the job, but for the supervisor. */
    interface Processes {
        /**
         * Asks every process to end (TERM).
         *
         * @return whether there was one
         */
        boolean terminate();

        /** Ends every process by force (KILL). */
        void kill();
    }

    /** The supervisor, our child or not. */
    interface Watched {
        /** Whether it has ended within so many milliseconds. */
        boolean waitFor(long millis) throws InterruptedException;

        void destroyForcibly();

        static Watched child(Process process) {
            return new Watched() {
                @Override
                public boolean waitFor(long millis) throws InterruptedException {
                    return process.waitFor(millis, TimeUnit.MILLISECONDS);
                }

                @Override
                public void destroyForcibly() {
                    process.destroyForcibly();
                }
            };
        }

        static Watched stranger(ProcessHandle process) {
            return new Watched() {
                @Override
                public boolean waitFor(long millis) throws InterruptedException {
                    if (ProcessTree.isAlive(process)) {
                        Thread.sleep(millis);
                    }
                    return !ProcessTree.isAlive(process);
                }

                @Override
                public void destroyForcibly() {
                    process.destroyForcibly();
                }
            };
        }
    }

    ExitStatus.Cause untilEnd() {
        Duration timeout = limits.timeout();
        long start = System.nanoTime();
        while (!waitFor(POLL_MILLIS)) {
            if (cancellation.requested()) {
                end();
                return ExitStatus.Cause.CANCELED;
            }
            if (timeout != null && System.nanoTime() - start > timeout.toNanos()) {
                end();
                return ExitStatus.Cause.TIMED_OUT;
            }
        }
        return ExitStatus.Cause.EXITED;
    }

    /** Ends the script: a request, the grace period, force. */
    private void end() {
        boolean heard = processes.terminate();
        long start = System.nanoTime();
        long patience = limits.gracePeriod().toNanos();
        while (System.nanoTime() - start < patience && !cancellation.atOnce()) {
            if (waitFor(POLL_MILLIS)) {
                return;
            }
            // A stop in the very first moment finds a supervisor that has not started its script yet. Asked twice, a
            // script would lose the programs it tidies up with.
            heard = heard || processes.terminate();
        }
        processes.kill();
        // The supervisor ends by itself now that its script is gone; if even that fails, it is ended too.
        if (!waitFor(SUPERVISOR_MILLIS)) {
            supervisor.destroyForcibly();
        }
    }

    /** Whether it has ended; false at once when the user says something. */
    private boolean waitFor(long millis) {
        cancellation.takeInterruption();
        try {
            return supervisor.waitFor(millis);
        } catch (InterruptedException e) {
            cancellation.request();
            return false;
        }
    }
}
